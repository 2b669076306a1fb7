import type { MomentConditions, ResidualRule } from "../schema/clearance.ts";
import { bitsOfActions } from "./bits.ts";
import { fold } from "./pattern.ts";
import { indexPatterns, itemsOf } from "./pattern-index.ts";

/**
 * The rules without those permits and obligations that forbids keep from ever mattering: a forbid for the same models
 * and actions that asks nothing of the moment always matches first (P3), and then no permit is read.
 */
export function withoutShadowed(
  rules: readonly ResidualRule[],
  forbids: readonly ResidualRule[],
): readonly ResidualRule[] {
  const always = forbids.filter((rule) => isUnconditional(rule));
  if (always.length === 0) return rules;
  const named = indexPatterns(always, ({ models }) => models ?? []);
  const everywhere = bitsOfAll(always.filter(({ models }) => models === null));
  const closed = (pattern: string): number => everywhere | bitsOfAll(itemsOf(named, fold(pattern)));
  return rules.filter((rule) => {
    if (rule.effect === "forbid" || rule.monitor) return true;
    const actions = bitsOfActions(rule.actions);
    const isOpen = (bits: number): boolean => (actions & ~bits) !== 0;
    if (rule.models === null || rule.unknownToo) return isOpen(everywhere);
    return rule.models.some((pattern) => isOpen(closed(pattern)));
  });
}

function bitsOfAll(rules: readonly ResidualRule[]): number {
  return rules.reduce((bits, { actions }) => bits | bitsOfActions(actions), 0);
}

function isUnconditional({ effect, monitor, when, from, until, exempt }: ResidualRule): boolean {
  if (effect !== "forbid" || monitor || from !== null || until !== null || exempt.length > 0) return false;
  return asksNothing(when);
}

/** Whether nothing of the moment is asked. */
function asksNothing(when: MomentConditions): boolean {
  return Object.values(when).every((condition) => condition === null);
}
