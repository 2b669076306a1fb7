import type { Rule } from "../schema/policy.ts";
import type { AskingText } from "../schema/policy-words.ts";
import { mendOf } from "./mends.ts";
import { type Problem, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { type Entry, entryProblem } from "./sift.ts";

const ASKED: ReadonlySet<string> = new Set(["warn", "justify", "redact"]);
const NO_REASON = "a reason must be chosen from a list, and the list is empty.";
const NO_REASON_MEND = "Name `reasons` to choose from, or leave `free_text: false` out.";

/** Asking that asks nobody anything, or that nobody could answer. */
export function askingProblems(
  parts: readonly ReadPart[],
  sentences: readonly Entry<Rule>[],
  usual: AskingText,
): Problem[] {
  const problems: Problem[] = [];
  const part = parts.find(({ said }) => said.asking !== undefined);
  if (part !== undefined && isUnanswerable(usual)) {
    const at = part.read.at(["asking", "free_text"]);
    problems.push(problemAt(at, "empty_list", `asking.free_text: ${NO_REASON}`, NO_REASON_MEND));
  }
  for (const entry of sentences) problems.push(...ofSentence(entry, usual));
  return problems;
}

function ofSentence(entry: Entry<Rule>, usual: AskingText): Problem[] {
  const { asking, require = [] } = entry.value;
  if (asking === undefined) return [];
  if (!require.some((one) => ASKED.has(one))) {
    const what = "`asking` stands where nothing is asked.";
    const mend = "Add `require` with `warn`, `justify` or `redact`, or leave `asking` out.";
    return [entryProblem(entry, ["asking"], "nothing_asked", what, mend)];
  }
  if (Object.keys(asking).length === 0)
    return [entryProblem(entry, ["asking"], "empty_list", "it says nothing.", mendOf("asking"))];
  if (!isUnanswerable({ ...usual, ...asking })) return [];
  return [entryProblem(entry, ["asking"], "empty_list", NO_REASON, NO_REASON_MEND)];
}

function isUnanswerable({ free_text, reasons = [] }: AskingText): boolean {
  return free_text === false && reasons.length === 0;
}
