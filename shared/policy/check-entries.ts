import type { License, Rule } from "../schema/policy.ts";
import { moment } from "./moment.ts";
import { type Problem, problemAt, type ProblemCode } from "./problem.ts";
import { type Entry, positionOf, type ReadPart } from "./read-part.ts";
import { inWords, mendOf, shown } from "./wrong.ts";

/** What the schema cannot say of one entry: dates that are days, one effect, no condition that means nothing. */
export function checkEntries({ rules, licenses }: ReadPart): readonly Problem[] {
  const problems: Problem[] = [];
  for (const rule of rules) problems.push(...datesOf(rule), ...effectOf(rule), ...emptyOf(rule));
  for (const license of licenses) problems.push(...datesOf(license), ...holderOf(license));
  return problems;
}

function problem<T>(
  entry: Entry<T>,
  fields: readonly string[],
  code: ProblemCode,
  what: string,
  mend: string,
): Problem {
  const path = [...entry.path, ...fields];
  return problemAt(positionOf(entry, ...fields), code, `${inWords(entry.read.value, path)}: ${what}`, mend);
}

function datesOf(entry: Entry<Rule | License>): Problem[] {
  const problems: Problem[] = [];
  const read = (field: "from" | "until"): number | null => {
    const text = entry.value[field];
    const time = text === undefined ? null : moment(text);
    if (text !== undefined && time === null) {
      const what = `${shown(text)} is no date.`;
      problems.push(problem(entry, [field], "wrong_date", what, mendOf(field)));
    }
    return time;
  };
  const [from, until] = [read("from"), read("until")];
  if (from !== null && until !== null && from >= until) {
    const what = "it ends before it begins: `until` is not after `from`.";
    const mend = "Write an `until` later than `from`; a date alone means 00:00 UTC of that day.";
    problems.push(problem(entry, ["until"], "from_after_until", what, mend));
  }
  return problems;
}

/** P6: a license satisfies an `unless`, which takes a forbid away; on a permit it could only take access away. */
function effectOf(entry: Entry<Rule>): Problem[] {
  const { permit, forbid, unless } = entry.value;
  if ((permit === undefined) === (forbid === undefined)) {
    const what = permit === undefined ? "it neither permits nor forbids." : "it permits and forbids at once.";
    const mend = "Write exactly one of `permit: all|[ACTIONS]` and `forbid: all|[ACTIONS]`.";
    return [problem(entry, permit === undefined ? [] : ["forbid"], "permit_or_forbid", what, mend)];
  }
  if (permit === undefined || unless === undefined) return [];
  const what = "`unless` stands on a permit, and only a forbid can be taken away.";
  const mend =
    "Say whom the permit is for with `who`, or write a second rule that forbids with this `unless`.";
  return [problem(entry, ["unless"], "unless_on_permit", what, mend)];
}

/** P3: an empty list grants nothing. On a forbid it would forbid nothing, which nobody means. */
function emptyOf(entry: Entry<Rule>): Problem[] {
  const { who, forbid, models } = entry.value;
  const problems: Problem[] = [];
  if (who && Object.keys(who).length === 0) {
    const mend = "Leave `who` out for everybody, or write a condition.";
    problems.push(problem(entry, ["who"], "empty_list", "it says nothing about whom it is for.", mend));
  }
  if (forbid === undefined) return problems;
  const lists = Object.entries({ forbid, models, ...who });
  for (const [field, list] of lists) {
    if (!Array.isArray(list) || list.length > 0) continue;
    const fields = field === "forbid" || field === "models" ? [field] : ["who", field];
    const mend = "Name at least one, or leave the key out for all (`forbid: all`).";
    problems.push(problem(entry, fields, "empty_list", "an empty list here forbids nothing.", mend));
  }
  return problems;
}

function holderOf(entry: Entry<License>): Problem[] {
  if (Object.keys(entry.value.holder).length > 0) return [];
  const what = "it does not say who holds it.";
  return [problem(entry, ["holder"], "empty_list", what, mendOf("holder"))];
}
