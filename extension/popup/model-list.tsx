import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { covers } from "../../shared/policy/pattern.ts";
import type { AccessState } from "../../shared/wire/access.ts";
import { isAskable } from "../../shared/wire/askable.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { asModelId, matching } from "./find.ts";
import { ModelRow, type ModelRowProps } from "./model-row.tsx";
import { NothingFound } from "./nothing-found.tsx";
import { type Circumstance, rowOf, rowsOf } from "./rows.ts";

interface ModelListProps {
  readonly clearance: Clearance;
  /** Since when the agent is away; null: it answers. */
  readonly awaySince: number | null;
  /** When the policy was last found to be the newest; null: not told. */
  readonly checkedAt: number | null;
  /** What the person has declared that they work on; null: nothing. */
  readonly purpose: string | null;
  /** What may be asked for; null: nothing. */
  readonly access: AccessState | null;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** To the minute: some answers end by the clock. */
  readonly now: number;
}

/** Every model of the policy with how it stands, or those that a search finds. */
export function ModelList(props: ModelListProps): JSX.Element {
  const { clearance, awaySince, checkedAt, purpose, access, query, onQuery, now } = props;
  const wanted = query.trim();
  const policyAge = Math.max(0, now - (checkedAt ?? now));
  const rows = useRows(clearance, { time: now, agentAway: awaySince !== null, policyAge, purpose }, wanted);
  if (rows.length === 0) return <NothingFound query={wanted} models={clearance.models} onQuery={onQuery} />;
  const title = awaySince === null ? words("yourModels") : words("yourModelsAsOf", moment(awaySince, now));
  return (
    <>
      <h2 id="models">{title}</h2>
      <p class="hidden" aria-live="polite">
        {wanted === "" ? "" : words("modelsFound", rows.length)}
      </p>
      <ul aria-labelledby="models">
        {rows.map((row) => (
          <ModelRow
            key={row.id}
            {...row}
            askable={isAskable(access, { model: row.id, missing: row.missing }, covers)}
          />
        ))}
      </ul>
    </>
  );
}

/** The rows that a query leaves; a model that the policy does not list has one where its whole id is written. */
function useRows(clearance: Clearance, circumstance: Circumstance, query: string): readonly ModelRowProps[] {
  const authority = useMemo(() => prepare(clearance), [clearance]);
  const { time, agentAway, policyAge, purpose } = circumstance;
  const all = useMemo(
    () => rowsOf(authority, circumstance),
    [authority, time, agentAway, policyAge, purpose],
  );
  const found = new Set(matching(clearance.models, query).map(({ id }) => id));
  const rows = all.filter(({ id }) => found.has(id));
  const asked = asModelId(query);
  return rows.length > 0 || asked === null ? rows : [rowOf(authority, asked, circumstance)];
}
