import { ACTIONS } from "../schema/action.ts";
import type { Classify, License, Rule } from "../schema/policy.ts";
import type { ActionList } from "../schema/policy-words.ts";
import type { Path } from "./document.ts";
import { dataClassNames } from "./check-data-classes.ts";
import { purposeNames } from "./check-purposes.ts";
import { mendOf } from "./mends.ts";
import { type Problem, PROBLEM_LIMIT, type ProblemCode } from "./problem.ts";
import type { ReadLayers } from "./read-layers.ts";
import type { ReadPart } from "./read-part.ts";
import { type Entry, entryProblem } from "./sift.ts";
import { meant } from "./spelling.ts";
import { shown } from "./wrong.ts";

/** The names that a folder declares; null: any name is known. */
export interface Declared {
  readonly actions: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string> | null;
  readonly dataClasses: ReadonlySet<string> | null;
  readonly compartments: ReadonlySet<string> | null;
  readonly licenses: ReadonlySet<string> | null;
  readonly grants: ReadonlySet<string> | null;
}

/** Gathers what is declared. What is at fault declares nothing, so nothing is concluded from it. */
export function declaredIn(parts: readonly ReadPart[], groups: Iterable<string>, unread: boolean): Declared {
  const isSound = (key: string): boolean =>
    !unread && !parts.some(({ faulty }) => faulty.has(key) || faulty.has(""));
  const names = (key: string, list: readonly string[]): ReadonlySet<string> | null =>
    isSound(key) ? new Set(list) : null;
  const compartments = parts.flatMap(({ said }) => said.compartments ?? []);
  const isClosed = parts.some(({ said }) => said.compartments !== undefined);
  const ids = (list: "licenses" | "grants"): ReadonlySet<string> | null =>
    parts.some((part) => part.problems.length > 0)
      ? null
      : names(
          list,
          parts.flatMap((part) => [
            ...part[list].map(({ value }) => value.id),
            ...(list === "grants" ? (part.said.requests?.named ?? []) : []),
          ]),
        );
  return {
    actions: new Set([...ACTIONS, ...groups]),
    purposes: names(
      "purposes",
      parts.flatMap(({ said }) => purposeNames(said)),
    ),
    dataClasses: names(
      "data_classes",
      parts.flatMap(({ said }) => dataClassNames(said)),
    ),
    compartments: isClosed ? names("compartments", compartments) : null,
    licenses: ids("licenses"),
    grants: ids("grants"),
  };
}

/** Names that nobody has declared: each would be a condition that silently never holds. */
export function unknownNames(parts: readonly ReadPart[], layers: ReadLayers, declared: Declared): Problem[] {
  const problems: Problem[] = [];
  const rules = [...layers.directives, ...layers.guardrails, ...layers.rules];
  for (const entry of rules) {
    if (problems.length >= PROBLEM_LIMIT) break;
    ofRule(entry, declared, problems);
  }
  for (const { licenses, grants, classify } of parts) {
    for (const entry of [...licenses, ...grants]) ofLicense(entry, declared, problems);
    for (const entry of classify) ofClassify(entry, declared, problems);
  }
  return problems;
}

function ofRule(entry: Entry<Rule>, declared: Declared, problems: Problem[]): void {
  const { permit, forbid, actions, when, unless } = entry.value;
  checkActions(entry, "permit", permit, declared, problems);
  checkActions(entry, "forbid", forbid, declared, problems);
  checkActions(entry, "actions", actions, declared, problems);
  if (when?.purposes) check(entry, ["when", "purposes"], when.purposes, PURPOSE, declared.purposes, problems);
  if (when?.data) check(entry, ["when", "data"], when.data, DATA, declared.dataClasses, problems);
  for (const [index, text] of (unless ?? []).entries()) {
    const [kind, id] = text.split(/:(.*)/s);
    const known = kind === "grant" ? declared.grants : declared.licenses;
    if (id === undefined || known === null || known.has(id)) continue;
    const noun = kind === "grant" ? "grant" : "license";
    const mend =
      known.size > 0 ? meant(id, firstOf(known)) : `Write it under \`${noun}s\`, or \`${noun}\` for any.`;
    problems.push(
      entryProblem(entry, ["unless", index], "unknown_name", `there is no ${noun} ${shown(id)}.`, mend),
    );
  }
}

function ofLicense(entry: Entry<License>, declared: Declared, problems: Problem[]): void {
  const { actions, purposes } = entry.value;
  checkActions(entry, "actions", actions, declared, problems);
  if (purposes) check(entry, ["purposes"], purposes, PURPOSE, declared.purposes, problems);
}

function ofClassify(entry: Entry<Classify>, declared: Declared, problems: Problem[]): void {
  const { compartments } = entry.value;
  if (compartments)
    check(entry, ["compartments"], compartments, COMPARTMENT, declared.compartments, problems);
}

interface Kind {
  readonly code: ProblemCode;
  readonly noun: string;
  /** The key under which it is declared. */
  readonly key: string;
}

const ACTION: Kind = { code: "unknown_action", noun: "action or action group", key: "permit" };
const PURPOSE: Kind = { code: "unknown_name", noun: "purpose", key: "purposes" };
const DATA: Kind = { code: "unknown_name", noun: "data class", key: "data_classes" };
const COMPARTMENT: Kind = { code: "unknown_name", noun: "compartment", key: "compartments" };

function checkActions<T>(
  entry: Entry<T>,
  field: string,
  list: ActionList | undefined,
  { actions }: Declared,
  problems: Problem[],
): void {
  if (Array.isArray(list)) check(entry, [field], list, ACTION, actions, problems);
}

function check<T>(
  entry: Entry<T>,
  path: Path,
  names: readonly string[],
  { code, noun, key }: Kind,
  known: ReadonlySet<string> | null,
  problems: Problem[],
): void {
  if (known === null) return;
  for (const [index, name] of names.entries()) {
    if (known.has(name) || problems.length >= PROBLEM_LIMIT) continue;
    const mend = known.size > 0 ? meant(name, firstOf(known)) : `Declare it: ${mendOf(key)}`;
    problems.push(entryProblem(entry, [...path, index], code, `there is no ${noun} ${shown(name)}.`, mend));
  }
}

/** What a mend may list: near words are looked for among a thousand. */
function firstOf(known: ReadonlySet<string>): readonly string[] {
  return [...known].slice(0, 1_000);
}
