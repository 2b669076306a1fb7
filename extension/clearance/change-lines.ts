import { stoodAnswer } from "../design/conditions.ts";
import type { Stood } from "../../shared/schema/standing.ts";
import type { StandingChange } from "../../shared/wire/clearance-page.ts";

/** Models that changed at one moment in the same way, which is told in one line. */
export interface ChangeLine {
  readonly at: number;
  /** Names for people, in the order of the policy. */
  readonly names: readonly string[];
  /** In words; null where the policy did not name them before, or names them no longer. */
  readonly from: string | null;
  readonly to: string | null;
  /** Ids of the rules that settle it now. */
  readonly rules: readonly string[];
}

/** The changes since a moment, the newest first. */
export function changeLines(changes: readonly StandingChange[], since: number): readonly ChangeLine[] {
  const told = changes.filter(({ at }) => at >= since);
  return [...Map.groupBy(told, keyOf).values()].flatMap(lineOf);
}

function keyOf({ at, from, to, rules }: StandingChange): string {
  return JSON.stringify([at, wordsOf(from), wordsOf(to), rules]);
}

function lineOf(changes: readonly StandingChange[]): readonly ChangeLine[] {
  const [first] = changes;
  if (first === undefined) return [];
  const { at, from, to, rules } = first;
  return [{ at, names: changes.map(({ name }) => name), from: wordsOf(from), to: wordsOf(to), rules }];
}

function wordsOf(stood: Stood | null): string | null {
  return stood && stoodAnswer(stood).words;
}

/** Where yesterday began, by this machine's calendar. Milliseconds since 1970 UTC. */
export function startOfYesterday(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1).getTime();
}
