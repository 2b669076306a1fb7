import { useComputed, type ReadonlySignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import { prepare } from "../../shared/policy/authority.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { asModelId, matching } from "./find.ts";
import { ModelRow, type ModelRowProps } from "./model-row.tsx";
import { NothingFound } from "./nothing-found.tsx";
import { rowOf, rowsOf } from "./rows.ts";

const MINUTE = 60_000;

interface ModelListProps {
  readonly clearance: Clearance;
  /** Since when the agent is away; null: it answers. */
  readonly awaySince: number | null;
  readonly query: Signal<string>;
  readonly now: ReadonlySignal<number>;
}

/** Every model of the policy with how it stands, or those that a search finds. */
export function ModelList({ clearance, awaySince, query, now }: ModelListProps): JSX.Element {
  const rows = useRows(clearance, awaySince !== null, query.value.trim(), now);
  if (rows.length === 0) return <NothingFound query={query} models={clearance.models} />;
  const title =
    awaySince === null ? words("yourModels") : words("yourModelsAsOf", moment(awaySince, now.peek()));
  return (
    <>
      <h2 id="models">{title}</h2>
      <p class="hidden" aria-live="polite">
        {query.value === "" ? "" : words("modelsFound", rows.length)}
      </p>
      <ul aria-labelledby="models">
        {rows.map((row) => (
          <ModelRow key={row.id} {...row} />
        ))}
      </ul>
    </>
  );
}

/** The rows that a query leaves; worked out for all models once a minute, since some answers end by the clock. */
function useRows(
  clearance: Clearance,
  agentAway: boolean,
  query: string,
  now: ReadonlySignal<number>,
): readonly ModelRowProps[] {
  const minute = useComputed(() => Math.floor(now.value / MINUTE)).value;
  const authority = useMemo(() => prepare(clearance), [clearance]);
  const all = useMemo(
    () => rowsOf(authority, { time: now.peek(), agentAway }),
    [authority, agentAway, minute, now],
  );
  const found = new Set(matching(clearance.models, query).map(({ id }) => id));
  const rows = all.filter(({ id }) => found.has(id));
  const asked = asModelId(query);
  if (rows.length > 0 || asked === null) return rows;
  return [rowOf(authority, asked, { time: now.peek(), agentAway })];
}
