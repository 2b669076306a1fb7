import type { Stale } from "../schema/policy.ts";
import { durationOf } from "./hours.ts";
import { mendOf } from "./mends.ts";
import { type Position, type Problem, problemAt } from "./problem.ts";
import { meant } from "./spelling.ts";
import { shown } from "./wrong.ts";

type Locate = (...path: readonly PropertyKey[]) => Position;

/** Steps must come in order, each stricter than the one before, and the last must close the top level. */
export function staleProblems(steps: readonly Stale[], levels: readonly string[], at: Locate): Problem[] {
  const problems = steps.flatMap((step, index) =>
    stepProblems(step, levels, (...path) => at(index, ...path)),
  );
  if (problems.length > 0) return problems;
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    if (!before) continue;
    if (durationOf(step.after) <= durationOf(before.after)) {
      const message = `stale: the step after ${step.after} does not come later than the one after ${before.after}.`;
      problems.push(
        problemAt(at(index, "after"), "stale_order", message, "Write the steps in the order of their age."),
      );
    }
    problems.push(...looser(step, steps.slice(0, index), levels, at(index, "open_up_to")));
  }
  return [...problems, ...topLevel(steps, levels, at)];
}

function stepProblems(step: Stale, levels: readonly string[], at: Locate): Problem[] {
  const { open_up_to, require } = step;
  if (open_up_to === undefined && (require === undefined || require.length === 0)) {
    const message = `stale: the step after ${step.after} changes nothing.`;
    return [problemAt(at(), "empty_list", message, mendOf("stale"))];
  }
  if (open_up_to === undefined) return [];
  if (open_up_to === "none" && levels.includes("none")) {
    const message = "stale: `none` closes everything, and here it is also the name of a level.";
    return [problemAt(at("open_up_to"), "stale_order", message, "Give the level another name.")];
  }
  if (open_up_to === "none" || levels.includes(open_up_to)) return [];
  const message = `The level ${shown(open_up_to)} is not among the policy's levels.`;
  return [problemAt(at("open_up_to"), "unknown_level", message, meant(open_up_to, ["none", ...levels]))];
}

/** All steps that are reached hold together, so a later one that opens more says what will not happen. */
function looser(step: Stale, before: readonly Stale[], levels: readonly string[], at: Position): Problem[] {
  if (step.open_up_to === undefined) return [];
  const open = levels.indexOf(step.open_up_to);
  const stricter = before.find(
    ({ open_up_to }) => open_up_to !== undefined && levels.indexOf(open_up_to) <= open,
  );
  if (!stricter) return [];
  const message = `stale: the step after ${step.after} closes no more than the one after ${stricter.after}.`;
  return [
    problemAt(at, "stale_order", message, "Write a lower level, or leave `open_up_to` out of this step."),
  ];
}

function topLevel(steps: readonly Stale[], levels: readonly string[], at: Locate): Problem[] {
  const closing = steps.findLast(({ open_up_to }) => open_up_to !== undefined);
  if (closing && closing.open_up_to !== levels.at(-1)) return [];
  const index = closing ? steps.indexOf(closing) : steps.length - 1;
  const message =
    "stale: the last step leaves the top level open, and the top level never stays open for good.";
  const mend = "Write `open_up_to` with a lower level or `none` in the last step.";
  return [problemAt(at(index, ...(closing ? ["open_up_to"] : [])), "top_level_open", message, mend)];
}
