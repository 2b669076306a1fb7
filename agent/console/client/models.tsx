import type { JSX } from "preact";
import { spelledName } from "../../../shared/policy/model-name.ts";
import { Models, type ModelUse } from "../api/answers.ts";
import { queryOf } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { useAnswer } from "./ask.ts";
import { Filters } from "./filters.tsx";
import { ListTable } from "./list-table.tsx";
import { Moment } from "./moment.tsx";
import { Outside } from "./outside.tsx";
import { count } from "./times.ts";

/** Models by use and denial, under the same filters as the activity. */
export function ModelsView({ about, version, address: { filter }, go }: ViewProps): JSX.Element {
  const { value, problem } = useAnswer("models", queryOf(filter), Models, version);
  const most = Math.max(1, ...(value ?? []).map(({ permits, denials }) => permits + denials));
  const open = ({ model }: ModelUse, effect: ("permit" | "deny")[]): void => {
    const named = model === null ? {} : { model: [model] };
    go({ view: "activity", event: null, filter: { ...filter, kind: ["decision"], ...named, effect } });
  };
  return (
    <main class="view">
      <h1>Models</h1>
      <Filters
        filter={filter}
        journals={about.journals.map(({ name }) => name)}
        onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
      />
      {problem !== null && <p class="quiet">{problem}</p>}
      {value?.length === 0 && (
        <div class="empty">
          <h2>No model was decided on</h2>
          <p class="quiet">Models appear here with the first decision that the filters let through.</p>
        </div>
      )}
      {value !== null && value.length > 0 && (
        <ListTable label="Models by use" heads={HEADS}>
          {value.map((use) => (
            <Use key={use.model} use={use} most={most} onOpen={(effect) => open(use, effect)} />
          ))}
        </ListTable>
      )}
    </main>
  );
}

const HEADS = [
  ["Model"],
  ["Permitted", "amount"],
  ["Denied", "amount"],
  ["Share", "share"],
  ["People", "amount"],
  ["Last used"],
] as const;

interface UseProps {
  readonly use: ModelUse;
  readonly most: number;
  readonly onOpen: (effect: ("permit" | "deny")[]) => void;
}

function Use({ use: { model, permits, denials, people, last }, most, onOpen }: UseProps): JSX.Element {
  const width = (value: number): string => `${(value / most) * 100}%`;
  return (
    <tr>
      <th scope="row">
        <ModelName model={model} onOpen={() => onOpen([])} />
      </th>
      <td class="amount">{count(permits)}</td>
      <td class="amount">
        {denials === 0 ? "0" : <Denials denials={denials} onOpen={() => onOpen(["deny"])} />}
      </td>
      <td class="share">
        <span class="hidden">{Math.round(((permits + denials) / most) * 100)} % of the most used</span>
        <svg aria-hidden="true">
          <rect class="permit" width={width(permits)} />
          <rect class="deny" x={width(permits)} width={width(denials)} />
        </svg>
      </td>
      <td class="amount">{people === null ? "Not counted" : count(people)}</td>
      <td>
        <Moment at={last} />
      </td>
    </tr>
  );
}

function Denials({
  denials,
  onOpen,
}: {
  readonly denials: number;
  readonly onOpen: () => void;
}): JSX.Element {
  return (
    <button type="button" class="link denied" onClick={onOpen}>
      {count(denials)}
    </button>
  );
}

function ModelName({
  model,
  onOpen,
}: {
  readonly model: string | null;
  readonly onOpen: () => void;
}): JSX.Element {
  if (model === null) return <span class="quiet">Not named by the call</span>;
  return (
    <>
      <button type="button" class="link" onClick={onOpen}>
        <Outside text={spelledName(model)} />
      </button>
      <span class="id mono">
        <Outside text={model} />
      </span>
    </>
  );
}
