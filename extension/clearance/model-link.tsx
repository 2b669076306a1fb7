import type { JSX } from "preact";
import { anchorOf } from "../design/own-page.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";

/** Leads to a model's entry on the page. */
export type OnModel = (id: string) => void;

interface ModelLinkProps {
  /** For people. */
  readonly name: string;
  readonly rows: readonly ModelRowProps[];
  readonly onModel: OnModel;
}

/** The name of a model, which leads to its entry where the page has one. */
export function ModelLink({ name, rows, onModel }: ModelLinkProps): JSX.Element {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) return <b>{name}</b>;
  return (
    <a
      class="whole"
      href={`#${anchorOf(row.id)}`}
      onClick={(event) => {
        event.preventDefault();
        onModel(row.id);
      }}
    >
      {name}
    </a>
  );
}
