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
  "agent_away",
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

/** Names of all files in one; two names for one model are a problem. */
export function mergeNames(parts: readonly ReadPart[]): {
  readonly names: Readonly<Record<string, string>>;
  readonly problems: Problem[];
} {
  const names = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { read, said } of parts) {
    for (const [id, name] of Object.entries(said.names ?? {})) {
      const other = names.get(id) ?? name;
      names.set(id, other);
      if (other === name || problems.length === PROBLEM_LIMIT) continue;
      const message = `names: ${id} is called ${shown(name)} here and ${shown(other)} elsewhere.`;
      problems.push(problemAt(read.at(["names", id]), "said_twice", message, "Keep one of the two names."));
    }
  }
  return { names: Object.fromEntries(names), problems };
}
