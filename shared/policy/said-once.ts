import type { PolicyPart } from "../schema/policy.ts";
import { type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { shown } from "./wrong.ts";

const ONCE = [
  "lanyard",
  "organization",
  "revision",
  "levels",
  "default",
  "unidentified",
  "uninspectable",
  "purpose_lasts",
  "agent_away",
  "stale",
  "asking",
  "requests",
  "tenants",
  "sign_in",
  "reviewers",
] as const;

/** What the folder says once, gathered from its files. */
export type Said = Pick<PolicyPart, (typeof ONCE)[number]>;

/** Gathers what may be said once; another value in a later file is a problem, the same value is not. */
export function saidOnce(parts: readonly ReadPart[]): { readonly said: Said; readonly problems: Problem[] } {
  const said = Object.assign({}, ...parts.toReversed().map((part) => only(part))) as Said;
  const problems = parts.flatMap((part) =>
    ONCE.filter((key) => key in part.said && !same(part.said[key], said[key])).map((key) =>
      twice(part, key, firstFile(parts, key)),
    ),
  );
  return { said, problems };
}

function only({ said }: ReadPart): Said {
  return Object.fromEntries(ONCE.filter((key) => key in said).map((key) => [key, said[key]]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function firstFile(parts: readonly ReadPart[], key: string): string {
  return parts.find(({ said }) => key in said)?.read.file ?? "";
}

function twice({ read, said }: ReadPart, key: (typeof ONCE)[number], first: string): Problem {
  const message = `${key}: ${shown(said[key])} is said here, and another value in ${first}.`;
  return problemAt(read.at([key]), "said_twice", message, "Keep one of the two.");
}

type MapKey = "names" | "action_groups" | "templates";
type ValueOf<K extends MapKey> = NonNullable<PolicyPart[K]>[string];

/** A map of names that adds up over the files; two values for one name are a problem. */
export function merged<K extends MapKey>(
  parts: readonly ReadPart[],
  key: K,
  problems: Problem[],
): ReadonlyMap<string, ValueOf<K>> {
  const all = new Map<string, ValueOf<K>>();
  for (const { read, said } of parts) {
    const entries = Object.entries(said[key] ?? {}) as [string, ValueOf<K>][];
    for (const [name, value] of entries) {
      const other = all.get(name);
      if (other === undefined) all.set(name, value);
      if (other === undefined || same(other, value) || problems.length >= PROBLEM_LIMIT) continue;
      const message = `${key}: ${shown(name)} is ${shown(value)} here, and something else elsewhere.`;
      problems.push(problemAt(read.at([key, name]), "said_twice", message, "Keep one of the two."));
    }
  }
  return all;
}
