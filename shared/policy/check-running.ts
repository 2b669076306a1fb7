import type { Rule } from "../schema/policy.ts";
import type { Problem } from "./problem.ts";
import { type Entry, entryProblem } from "./sift.ts";

/** `running: cut` where nothing is forbidden that could be cut. */
export function runningProblems(sentences: readonly Entry<Rule>[]): Problem[] {
  return sentences.flatMap((entry) => {
    const { running, forbid, mode } = entry.value;
    if (running === undefined || (forbid !== undefined && mode === undefined)) return [];
    const what =
      mode === undefined ? "only a `forbid` ends what is running." : "what is only recorded ends nothing.";
    const mend =
      mode === undefined ? "Write it beside `forbid`, or leave it out." : "Leave out it or `mode: monitor`.";
    return [entryProblem(entry, ["running"], "nothing_cut", what, mend)];
  });
}
