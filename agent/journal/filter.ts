import type { SQLInputValue } from "node:sqlite";
import type { AuditEvent, DecisionEvent } from "../../shared/schema/audit-event.ts";

/** Which events are asked for. Null: no such limit. */
export interface JournalFilter {
  /** From this moment on, and before that one: milliseconds since 1970 UTC. */
  readonly since: number | null;
  readonly until: number | null;
  readonly kind: AuditEvent["kind"] | null;
  readonly effect: DecisionEvent["effect"] | null;
  /** Globs (`*` and `?`) over ids. Of the rules, one must match. */
  readonly person: string | null;
  readonly model: string | null;
  readonly service: string | null;
  readonly rule: string | null;
  /** Globs: what was declared, and of the licenses and grants that a call was permitted under one's id or number. */
  readonly purpose: string | null;
  readonly license: string | null;
  /** A text that the event must hold anywhere, in any case. */
  readonly text: string | null;
}

/** Every event. */
export const EVERYTHING: JournalFilter = {
  since: null,
  until: null,
  kind: null,
  effect: null,
  person: null,
  model: null,
  service: null,
  rule: null,
  purpose: null,
  license: null,
  text: null,
};

/** The part of a filter that the columns answer, as SQL over `event` with its values. */
export interface Condition {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

const SAME = "= (SELECT id FROM word WHERE text = ?)";
const LIKE = "IN (SELECT id FROM word WHERE text GLOB ?)";
/** A word of the column `rules` is a JSON array of ids. */
const ONE_OF_RULES =
  "rules IN (SELECT id FROM word WHERE text LIKE '[%' AND EXISTS (SELECT 1 FROM json_each(text) WHERE value GLOB ?))";

/** The condition of a filter on events that still have a body; what `body-filter.ts` asks is left to whoever reads the bodies. */
export function conditionOf(filter: JournalFilter): Condition {
  const parts: readonly (readonly [string, SQLInputValue | null])[] = [
    ["time >= ?", filter.since],
    ["time < ?", filter.until],
    [`kind ${SAME}`, filter.kind],
    [`effect ${SAME}`, filter.effect],
    [`person ${LIKE}`, filter.person],
    [`model ${LIKE}`, filter.model],
    [`service ${LIKE}`, filter.service],
    [ONE_OF_RULES, filter.rule],
  ];
  const asked = parts.filter(([, value]) => value !== null);
  return {
    where: ["pruned IS NULL", ...asked.map(([sql]) => sql)].join(" AND "),
    values: asked.map(([, value]) => value),
  };
}
