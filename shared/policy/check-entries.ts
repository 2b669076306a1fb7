import type { Classify, License, Rule } from "../schema/policy.ts";
import { conditionProblems } from "./check-conditions.ts";
import { mendOf } from "./mends.ts";
import { moment } from "./moment.ts";
import type { Problem } from "./problem.ts";
import type { ReadLayers } from "./read-layers.ts";
import type { Layer, ReadPart } from "./read-part.ts";
import { type Entry, entryProblem } from "./sift.ts";
import { hasFacts } from "./selector.ts";
import { shown } from "./wrong.ts";

/** What the schema cannot say of one license, grant or classification. */
export function checkEntries({ licenses, grants, classify }: ReadPart): readonly Problem[] {
  const problems: Problem[] = [];
  for (const entry of [...licenses, ...grants]) problems.push(...checkLicense(entry));
  for (const entry of classify)
    problems.push(...noSelector(entry), ...selectorProblems(entry, "restriction"));
  return problems;
}

/** What the schema cannot say of one sentence: dates that are days, one effect, no condition that means nothing. */
export function checkSentences({ directives, guardrails, rules }: ReadLayers): readonly Problem[] {
  const problems: Problem[] = [];
  for (const entry of directives) check(entry, "directives", problems);
  for (const entry of guardrails) check(entry, "guardrails", problems);
  for (const entry of rules) check(entry, "rules", problems);
  return problems;
}

function check(entry: Entry<Rule>, layer: Layer, problems: Problem[]): void {
  for (const problem of datesOf(entry)) problems.push(problem);
  for (const problem of effectOf(entry, layer)) problems.push(problem);
  for (const problem of conditionProblems(entry)) problems.push(problem);
  for (const problem of selectorProblems(entry, entry.value.permit === undefined ? "restriction" : "permit"))
    problems.push(problem);
}

type Span = Readonly<Record<string, string | undefined>>;

/** Dates that are days, in order. `after` and `before` are those of a release. */
function spanProblems<T>(
  entry: Entry<T>,
  above: readonly string[],
  span: Span,
  first: string,
  last: string,
): Problem[] {
  const problems: Problem[] = [];
  const read = (field: string): number | null => {
    const text = span[field];
    const time = text === undefined ? null : moment(text);
    if (text !== undefined && time === null) {
      const what = `${shown(text)} is no date.`;
      problems.push(entryProblem(entry, [...above, field], "wrong_date", what, mendOf("until")));
    }
    return time;
  };
  const [from, until] = [read(first), read(last)];
  if (from !== null && until !== null && from >= until) {
    const what = `it ends before it begins: \`${last}\` is not after \`${first}\`.`;
    const mend = `Write ${/^[aeiou]/.test(last) ? "an" : "a"} \`${last}\` later than \`${first}\`; a date alone means 00:00 UTC of that day.`;
    problems.push(entryProblem(entry, [...above, last], "from_after_until", what, mend));
  }
  return problems;
}

function datesOf(entry: Entry<Rule | License>): Problem[] {
  const { from, until } = entry.value;
  if (from === undefined && until === undefined) return [];
  return spanProblems(entry, [], { from, until }, "from", "until");
}

/** P6: directives and guardrails only restrict, and an `unless` only takes away what restricts. */
function effectOf(entry: Entry<Rule>, layer: Layer): Problem[] {
  const { permit, forbid, require, unless, actions } = entry.value;
  if (permit !== undefined && layer !== "rules") {
    const what = `it permits, and ${layer} only restrict.`;
    const mend = "Move it to `rules`, or write `forbid` or `require` instead of `permit`.";
    return [entryProblem(entry, ["permit"], "restrict_only", what, mend)];
  }
  if (permit !== undefined && forbid !== undefined) {
    const mend = "Write exactly one of `permit: all|[ACTIONS]` and `forbid: all|[ACTIONS]`.";
    return [entryProblem(entry, ["forbid"], "permit_or_forbid", "it permits and forbids at once.", mend)];
  }
  const isBare = permit === undefined && forbid === undefined;
  if (isBare && (require === undefined || require.length === 0)) {
    const permits = layer === "rules" ? "exactly one of `permit: all|[ACTIONS]` and " : "";
    const mend = `Write ${permits}\`forbid: all|[ACTIONS]\`, or a \`require\` for calls that others permit.`;
    return [
      entryProblem(
        entry,
        [],
        "permit_or_forbid",
        "it neither permits nor forbids nor requires anything.",
        mend,
      ),
    ];
  }
  if (!isBare && actions !== undefined) {
    const what = "`actions` stands beside a permit or forbid, which names its actions itself.";
    const mend = "Write the actions into `permit` or `forbid`; `actions` is for a bare `require`.";
    return [entryProblem(entry, ["actions"], "permit_or_forbid", what, mend)];
  }
  if (permit === undefined || unless === undefined) return [];
  const what = "`unless` stands on a permit, and only what restricts can be taken away.";
  const mend =
    "Say whom the permit is for with `who`, or write a second rule that forbids with this `unless`.";
  return [entryProblem(entry, ["unless"], "unless_on_permit", what, mend)];
}

/**
 * Facts choose among the models that the catalog knows. A restriction also meets models that it does not know
 * (P5), but only all of them or none: beside names it would meet models that nobody named.
 */
function selectorProblems(
  entry: Entry<Rule | License | Classify>,
  kind: "restriction" | "permit",
): Problem[] {
  const { models, released } = entry.value;
  const problems: Problem[] = [];
  if (released) {
    problems.push(...spanProblems(entry, ["released"], released, "after", "before"));
    if (Object.keys(released).length === 0)
      problems.push(entryProblem(entry, ["released"], "empty_list", "it says no date.", mendOf("released")));
  }
  if (kind === "restriction" && hasFacts(entry.value) && models && !models.includes("*")) {
    const what = "`models` stands beside facts about models, and a restriction can go by one of the two.";
    const mend = "Leave `models` out and name `families`, or name the models alone.";
    problems.push(entryProblem(entry, ["models"], "names_and_facts", what, mend));
  }
  for (const field of ["models", "families"] as const) {
    if (entry.value[field]?.length !== 0 || "permit" in entry.value || "forbid" in entry.value) continue;
    const mend = "Name at least one, or leave the key out for all.";
    problems.push(entryProblem(entry, [field], "empty_list", "an empty list here means no model.", mend));
  }
  return problems;
}

function noSelector(entry: Entry<Classify>): Problem[] {
  if (entry.value.models !== undefined || hasFacts(entry.value)) return [];
  const what = "the key models is missing.";
  return [
    entryProblem(
      entry,
      [],
      "missing_key",
      what,
      `${mendOf("models")} \`families\` or another fact will do as well.`,
    ),
  ];
}

function checkLicense(entry: Entry<License>): Problem[] {
  const problems = [...datesOf(entry), ...selectorProblems(entry, "permit")];
  if (Object.keys(entry.value.holder).length === 0) {
    const what = "it does not say who holds it.";
    problems.push(entryProblem(entry, ["holder"], "empty_list", what, mendOf("holder")));
  }
  const { holder, actions, purposes, regions } = entry.value;
  for (const [field, list] of Object.entries({ actions, purposes, regions, ...holder })) {
    if (!Array.isArray(list) || list.length > 0) continue;
    const mend = "Name at least one, or leave the key out for all.";
    const path = field in holder ? ["holder", field] : [field];
    problems.push(entryProblem(entry, path, "empty_list", "an empty list here covers nothing.", mend));
  }
  return problems;
}
