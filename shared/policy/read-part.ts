import type * as z from "zod/mini";
import { Classify, LAYERS, License, PolicyPart } from "../schema/policy.ts";
import type { ReadFile } from "./document.ts";
import { type Problem, PROBLEM_LIMIT } from "./problem.ts";
import { type Entry, listOf, sift } from "./sift.ts";

/** The sound part of one file. Its layers are read later: their templates may stand in any file. */
export interface ReadPart {
  readonly read: ReadFile;
  /** Everything but the lists that are read entry by entry. */
  readonly said: PolicyPart;
  readonly classify: readonly Entry<Classify>[];
  readonly licenses: readonly Entry<License>[];
  readonly grants: readonly Entry<License>[];
  /** Top-level keys in which something was wrong: nothing is concluded from their absence. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const LISTS: ReadonlySet<string> = new Set(["classify", "licenses", "grants", ...LAYERS]);

/** Checks one file by the schema. What is wrong is reported and left out, so that the rest can be checked too. */
export function readPart(read: ReadFile): ReadPart {
  const problems: Problem[] = [];
  const top = readTop(read, problems);
  return {
    read,
    ...top,
    classify: readEntries(read, "classify", Classify, problems),
    licenses: readEntries(read, "licenses", License, problems),
    grants: readEntries(read, "grants", License, problems),
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
  const entries: Entry<T>[] = [];
  for (const [index, value] of listOf(read, list).entries()) {
    if (problems.length > PROBLEM_LIMIT) break;
    const path = [list, index];
    const sifted = sift(schema, value, read, path);
    if ("data" in sifted) entries.push({ value: sifted.data, read, path });
    else problems.push(...sifted.problems);
  }
  return entries;
}
