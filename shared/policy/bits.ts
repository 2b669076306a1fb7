import { type Action, ACTIONS } from "../schema/action.ts";
import { type Obligation, OBLIGATIONS } from "../schema/decision.ts";

const ALL_ACTIONS = (1 << ACTIONS.length) - 1;
const ACTION_BITS = Object.fromEntries(ACTIONS.map((action, index) => [action, 1 << index])) as Record<
  Action,
  number
>;

/** The bit of one action. */
export function actionBit(action: Action): number {
  return ACTION_BITS[action];
}

/** One bit for each of `ACTIONS` that is listed; null lists all. */
export function bitsOfActions(actions: readonly Action[] | null): number {
  return actions === null ? ALL_ACTIONS : actions.reduce((bits, action) => bits | ACTION_BITS[action], 0);
}

/** One bit for each of `OBLIGATIONS` that is listed. */
export function bitsOfObligations(obligations: readonly Obligation[]): number {
  return obligations.reduce((bits, obligation) => bits | (1 << OBLIGATIONS.indexOf(obligation)), 0);
}

const OBLIGATION_LISTS: readonly (readonly Obligation[])[] = Array.from(
  { length: 1 << OBLIGATIONS.length },
  (_, bits) => OBLIGATIONS.filter((_obligation, index) => (bits & (1 << index)) !== 0),
);

/** The obligations of a set of bits, in the order of `OBLIGATIONS`; the lists are made once. */
export function obligationsOf(bits: number): readonly Obligation[] {
  return OBLIGATION_LISTS[bits] ?? [];
}
