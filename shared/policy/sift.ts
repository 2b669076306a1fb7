import type * as z from "zod/mini";
import type { Path, ReadFile } from "./document.ts";
import { type Position, type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import { inWords, problemsOf } from "./wrong.ts";

/** One entry of a list, with where it stands. */
export interface Entry<T> {
  readonly value: T;
  readonly read: ReadFile;
  readonly path: Path;
}

/** A value by its schema, or what is wrong with it and the keys in which that is. */
export type Sifted<T> =
  | { readonly data: T }
  | { readonly problems: readonly Problem[]; readonly faulty: ReadonlySet<string> };

/** The schema's complaints as problems. It throws RangeError where it has some 100,000 of them at once. */
export function sift<T>(schema: z.ZodMiniType<T>, value: unknown, read: ReadFile, path: Path): Sifted<T> {
  try {
    const { success, data, error } = schema.safeParse(value);
    if (success) return { data };
    const problems = error.issues.slice(0, PROBLEM_LIMIT).flatMap((issue) => problemsOf(issue, read, path));
    const wrong = error.issues.filter(({ code, path: at }) => at.length > 0 || code !== "unrecognized_keys");
    return { problems, faulty: new Set(wrong.map((issue) => String(issue.path[0] ?? ""))) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `${inWords(read.value, path)}: more is wrong here than can be told one by one.`;
    const mend = "Look at what wrote this file: a list here holds what no policy holds.";
    return { problems: [problemAt(read.at(path), "wrong_value", message, mend)], faulty: new Set([""]) };
  }
}

/** The values of a top-level list of a file as they were read; empty where there is no such list. */
export function listOf(read: ReadFile, list: string): readonly unknown[] {
  const values: unknown = Object.entries(read.value ?? {}).find(([key]) => key === list)?.[1];
  return Array.isArray(values) ? values : [];
}

/** Where an entry, or one of its fields, stands. */
export function positionOf<T>(entry: Entry<T>, ...fields: Path): Position {
  return entry.read.at([...entry.path, ...fields]);
}

/** A problem of an entry, or of one of its fields: `Rule engineering-chat, who.groups: WHAT`. */
export function entryProblem<T>(
  entry: Entry<T>,
  fields: Path,
  code: Problem["code"],
  what: string,
  mend: string,
): Problem {
  const path = [...entry.path, ...fields];
  return problemAt(positionOf(entry, ...fields), code, `${inWords(entry.read.value, path)}: ${what}`, mend);
}
