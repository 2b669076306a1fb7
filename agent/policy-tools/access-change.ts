import type { Action } from "../../shared/schema/action.ts";
import type { CallName } from "./model-classes.ts";
import type { Change } from "./outcome.ts";

/** One change of access at one moment, for everybody and every model that it is the same for. */
export interface ChangeNow extends Change {
  /** In words; empty: on an ordinary call. */
  readonly circumstance: string;
  readonly actions: readonly Action[];
  /** What the calls name. */
  readonly models: readonly CallName[];
  readonly people: readonly string[];
  /** Ids of the rules of the new policy that determine it; empty where none does any more. */
  readonly rules: readonly string[];
}

/** A change with the time that it lasts, milliseconds since 1970 UTC. */
export interface AccessChange extends ChangeNow {
  /** When it begins; null: at the moment that was asked about. */
  readonly from: number | null;
  /** When it ends by a date of the policies, else null. */
  readonly until: number | null;
}

/** Joins the models that change alike for the same people, then the people for whom the same models do. */
export function together(changes: readonly ChangeNow[]): readonly ChangeNow[] {
  return joined(joined(changes, "models"), "people");
}

/** Joins changes that differ in one field alone, which is a list. */
function joined(changes: readonly ChangeNow[], field: "models" | "people"): readonly ChangeNow[] {
  const alike = Map.groupBy(changes, (change) => JSON.stringify({ ...change, [field]: null }));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, [field]: group.flatMap((change) => change[field]) }] : [];
  });
}

/** Follows changes through the dates of the policies, and keeps from when until when each of them holds. */
export class ChangeSpans {
  readonly #spans: { readonly change: ChangeNow; readonly from: number | null; until: number | null }[] = [];
  readonly #open = new Map<string, { until: number | null }>();

  /** Takes what differs at a moment; the first moment is the one that was asked about. */
  take(changes: readonly ChangeNow[], moment: number, isFirst: boolean): void {
    const now = new Map(changes.map((change) => [JSON.stringify(change), change]));
    for (const [key, span] of this.#open) {
      if (now.has(key)) continue;
      span.until = moment;
      this.#open.delete(key);
    }
    for (const [key, change] of now) {
      if (this.#open.has(key)) continue;
      const span = { change, from: isFirst ? null : moment, until: null };
      this.#spans.push(span);
      this.#open.set(key, span);
    }
  }

  /** Every change with its span: those of ordinary calls first, then those of most people. */
  all(): readonly AccessChange[] {
    return this.#spans
      .map(({ change, from, until }) => Object.assign({ from, until }, change))
      .toSorted((a, b) => isSpecial(a) - isSpecial(b) || b.people.length - a.people.length);
  }
}

function isSpecial({ circumstance }: ChangeNow): number {
  return Number(circumstance !== "");
}
