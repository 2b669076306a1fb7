import type * as z from "zod/mini";
import { Classify, LAYERS, License, PolicyPart, Rule } from "../schema/policy.ts";
import { type PolicyFile, type ReadFile, readYaml } from "./document.ts";
import { type Problem, PROBLEM_LIMIT } from "./problem.ts";
import { type Entry, listOf, sift } from "./sift.ts";

/** Which list of a policy file a sentence stands in. */
export type Layer = (typeof LAYERS)[number];

/** A sound sentence, or the use of a template, which is read later: the template may stand in any file. */
type ReadSentence = { readonly rule: Entry<Rule> } | { readonly use: Entry<unknown> };

/** The sound part of one file. */
export interface ReadPart {
  readonly read: ReadFile;
  /** Everything but the lists that are read entry by entry. */
  readonly said: PolicyPart;
  readonly classify: readonly Entry<Classify>[];
  readonly licenses: readonly Entry<License>[];
  readonly grants: readonly Entry<License>[];
  readonly sentences: Readonly<Record<Layer, readonly ReadSentence[]>>;
  /** Top-level keys in which something was wrong: nothing is concluded from their absence. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const LISTS: ReadonlySet<string> = new Set(["classify", "licenses", "grants", ...LAYERS]);

/** What a file says, or why it cannot be read. */
export type PartReading = ReadPart | readonly Problem[];

/** Reads one file and checks it by the schema. */
export function readFile(file: PolicyFile): PartReading {
  const read = readYaml(file);
  return "value" in read ? readPart(read) : read;
}

/** Checks one file by the schema. What is wrong is reported and left out, so that the rest can be checked too. */
function readPart(read: ReadFile): ReadPart {
  const problems: Problem[] = [];
  const top = readTop(read, problems);
  return {
    read,
    ...top,
    classify: readEntries(read, "classify", Classify, problems),
    licenses: readEntries(read, "licenses", License, problems),
    grants: readEntries(read, "grants", License, problems),
    sentences: {
      directives: readSentences(read, "directives", problems),
      guardrails: readSentences(read, "guardrails", problems),
      rules: readSentences(read, "rules", problems),
    },
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

function readSentences(read: ReadFile, layer: Layer, problems: Problem[]): readonly ReadSentence[] {
  const sentences: ReadSentence[] = [];
  for (const [index, value] of listOf(read, layer).entries()) {
    if (problems.length > PROBLEM_LIMIT) break;
    const path = [layer, index];
    if (typeof value === "object" && value !== null && "use" in value) {
      sentences.push({ use: { value, read, path } });
      continue;
    }
    const sifted = sift(Rule, value, read, path);
    if ("data" in sifted) sentences.push({ rule: { value: sifted.data, read, path } });
    else for (const problem of sifted.problems) problems.push(problem);
  }
  return sentences;
}
