import type { Condition } from "../journal/filter.ts";

/** What goes into a pack. */
export interface PackChoice {
  /** From this moment on, and before that one, milliseconds since 1970 UTC; null: no such limit. */
  readonly from: number | null;
  readonly to: number | null;
  /** Globs (`*` and `?`) over ids; none: all. What is about no model, or about nobody, is always in. */
  readonly models: readonly string[];
  readonly people: readonly string[];
  /** Names of fields that are withheld. */
  readonly redact: readonly string[];
}

/** What an export must let through besides the time, with what its head says of it; undefined: nothing more is asked. */
export function narrowedBy({ models, people, redact }: PackChoice) {
  const parts = [oneOf("model", models), oneOf("person", people)].filter((part) => part !== null);
  const asked = Object.entries({ models, people, redact }).filter(([, list]) => list.length > 0);
  if (asked.length === 0) return undefined;
  return {
    where: ["TRUE", ...parts.map(({ where }) => where)].join(" AND "),
    values: parts.flatMap(({ values }) => values),
    asked: Object.fromEntries(asked),
  };
}

function oneOf(column: "model" | "person", globs: readonly string[]): Condition | null {
  if (globs.length === 0) return null;
  const globbed = globs.map(() => "text GLOB ?").join(" OR ");
  return {
    where: `(${column} IS NULL OR ${column} IN (SELECT id FROM word WHERE ${globbed}))`,
    values: globs,
  };
}
