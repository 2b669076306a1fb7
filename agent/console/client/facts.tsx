import { Fragment, type JSX } from "preact";
import { Outside } from "./outside.tsx";

/** One detail; ids and hashes are set in mono. Null and empty texts are left out. */
export type Fact = readonly [name: string, text: string | null, look?: "mono" | "number"];

/** Details, each a name and a text; texts may be anybody's. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts
        .filter(([, text]) => text !== null && text !== "")
        .map(([name, text, look]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd class={look}>
              <Outside text={text ?? ""} />
            </dd>
          </Fragment>
        ))}
    </dl>
  );
}
