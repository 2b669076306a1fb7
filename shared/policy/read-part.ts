import type * as z from "zod/mini";
import { Classify, License, PolicyPart, Rule } from "../schema/policy.ts";
import type { Path, ReadFile } from "./document.ts";
import { type Position, type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import { inWords, problemsOf } from "./wrong.ts";

/** One entry of a list, with where it stands. */
export interface Entry<T> {
  readonly value: T;
  readonly read: ReadFile;
  readonly path: Path;
}

/** The sound part of one file. */
export interface ReadPart {
  readonly read: ReadFile;
  /** Everything but the three lists. */
  readonly said: PolicyPart;
  readonly classify: readonly Entry<Classify>[];
  readonly licenses: readonly Entry<License>[];
  readonly rules: readonly Entry<Rule>[];
  /** Top-level keys in which something was wrong: nothing is concluded from their absence. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const LISTS: ReadonlySet<string> = new Set(["classify", "licenses", "rules"]);

/** Checks one file by the schema. What is wrong is reported and left out, so that the rest can be checked too. */
export function readPart(read: ReadFile): ReadPart {
  const problems: Problem[] = [];
  const top = readTop(read, problems);
  return {
    read,
    ...top,
    classify: readEntries(read, "classify", Classify, problems),
    licenses: readEntries(read, "licenses", License, problems),
    rules: readEntries(read, "rules", Rule, problems),
    problems,
  };
}

function readTop(read: ReadFile, problems: Problem[]): Pick<ReadPart, "said" | "faulty"> {
  const value = read.value ?? {};
  const isMap = typeof value === "object" && !Array.isArray(value);
  const rest = isMap ? pick(value, (key, at) => !(LISTS.has(key) && Array.isArray(at))) : value;
  const whole = sift(PolicyPart, rest, read, []);
  if ("data" in whole) return { said: whole.data, faulty: new Set() };
  problems.push(...whole.problems);
  const sound = pick(Object(rest), (key) => Object.hasOwn(PolicyPart.shape, key) && !whole.faulty.has(key));
  const again = sift(PolicyPart, sound, read, []);
  return { said: "data" in again ? again.data : {}, faulty: whole.faulty };
}

function pick(value: object, isKept: (key: string, at: unknown) => boolean): object {
  return Object.fromEntries(Object.entries(value).filter(([key, at]: [string, unknown]) => isKept(key, at)));
}

function readEntries<T>(
  read: ReadFile,
  list: string,
  schema: z.ZodMiniType<T>,
  problems: Problem[],
): readonly Entry<T>[] {
  const values: unknown = Object.entries(read.value ?? {}).find(([key]) => key === list)?.[1];
  if (!Array.isArray(values)) return [];
  const entries: Entry<T>[] = [];
  for (const [index, value] of values.entries()) {
    if (problems.length > PROBLEM_LIMIT) break;
    const path = [list, index];
    const sifted = sift(schema, value, read, path);
    if ("data" in sifted) entries.push({ value: sifted.data, read, path });
    else problems.push(...sifted.problems);
  }
  return entries;
}

type Sifted<T> =
  | { readonly data: T }
  | { readonly problems: readonly Problem[]; readonly faulty: ReadonlySet<string> };

/** The schema's complaints as problems. It throws RangeError where it has some 100,000 of them at once. */
function sift<T>(schema: z.ZodMiniType<T>, value: unknown, read: ReadFile, path: Path): Sifted<T> {
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

/** Where an entry, or one of its fields, stands. */
export function positionOf<T>(entry: Entry<T>, ...fields: Path): Position {
  return entry.read.at([...entry.path, ...fields]);
}
