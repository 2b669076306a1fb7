import { type Classify, type License, PolicyPart, type Rule } from "../schema/policy.ts";
import type { Path, ReadFile } from "./document.ts";
import { type Position, type Problem, PROBLEM_LIMIT } from "./problem.ts";
import { problemsOf } from "./wrong.ts";

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
  readonly said: Omit<PolicyPart, List>;
  readonly classify: readonly Entry<Classify>[];
  readonly licenses: readonly Entry<License>[];
  readonly rules: readonly Entry<Rule>[];
  /** Top-level keys in which something was wrong: nothing is concluded from their absence. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

type List = "classify" | "licenses" | "rules";
const LISTS: readonly string[] = ["classify", "licenses", "rules"] satisfies readonly List[];

/** Checks one file by the schema. What is wrong is left out and reported, so that the rest can be checked too. */
export function readPart(read: ReadFile): ReadPart {
  const value = read.value ?? {};
  const whole = PolicyPart.safeParse(value);
  if (whole.success) return sound(read, whole.data, new Set(), new Set(), []);
  const { issues } = whole.error;
  const problems = issues.slice(0, PROBLEM_LIMIT).flatMap((issue) => problemsOf(issue, read));
  const entries = new Set(
    issues.filter(isInEntry).map(({ path }) => `${String(path[0])} ${String(path[1])}`),
  );
  const faulty = new Set(issues.map(({ path }) => String(path[0] ?? "")));
  const fields = new Set(
    issues.filter((issue) => !isInEntry(issue)).map(({ path }) => String(path[0] ?? "")),
  );
  const rest = PolicyPart.safeParse(withoutFaults(value, fields, entries));
  return sound(read, rest.success ? rest.data : {}, faulty, entries, problems);
}

function isInEntry({ path }: { readonly path: readonly PropertyKey[] }): boolean {
  return path.length > 1 && LISTS.includes(String(path[0]));
}

function withoutFaults(value: object, fields: ReadonlySet<string>, entries: ReadonlySet<string>): object {
  const known = Object.entries(value).filter(([key]) => key in PolicyPart.shape && !fields.has(key));
  return Object.fromEntries(
    known.map(([key, at]: [string, unknown]) => [
      key,
      Array.isArray(at) ? at.filter((_, index) => !entries.has(`${key} ${index}`)) : at,
    ]),
  );
}

function sound(
  read: ReadFile,
  part: PolicyPart,
  faulty: ReadonlySet<string>,
  leftOut: ReadonlySet<string>,
  problems: readonly Problem[],
): ReadPart {
  const { classify = [], licenses = [], rules = [], ...said } = part;
  const entries = <T>(list: List, values: readonly T[]): Entry<T>[] => {
    let index = -1;
    return values.map((value) => {
      do index += 1;
      while (leftOut.has(`${list} ${index}`));
      return { value, read, path: [list, index] };
    });
  };
  return {
    read,
    said,
    faulty,
    problems,
    classify: entries("classify", classify),
    licenses: entries("licenses", licenses),
    rules: entries("rules", rules),
  };
}

/** Where an entry, or one of its fields, stands. */
export function positionOf<T>(entry: Entry<T>, ...fields: Path): Position {
  return entry.read.at([...entry.path, ...fields]);
}
