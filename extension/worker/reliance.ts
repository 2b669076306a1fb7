import { type Authority, prepare } from "../../shared/policy/authority.ts";
import { wholeAgain } from "../../shared/policy/lowered.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Claim } from "../../shared/schema/proof.ts";
import type { AgentState, Lapse } from "../../shared/wire/native.ts";

/** What decisions are made from at a moment. */
export interface Relied {
  /** The prepared clearance; null: nothing may be permitted. */
  readonly authority: Authority | null;
  /** What has ended since the agent said what holds; null: nothing. */
  readonly ended: Ended | null;
}

/** Proofs that count no longer. */
export interface Ended {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly claims: readonly Claim[];
  /** What held while they counted. */
  readonly before: Authority | null;
}

/** The clearances of one state: the whole one while all of its proofs count, and then what the agent said would hold. */
export class Reliance {
  readonly #whole: Relied;
  readonly #lapses: readonly Lapse[];
  readonly #lowered = new Map<Lapse, Relied>();

  constructor({ clearance, lapses = [] }: Pick<AgentState, "clearance" | "lapses">) {
    this.#whole = { authority: ready(clearance), ended: null };
    this.#lapses = lapses;
  }

  /** True where something ends by time alone. */
  get isBounded(): boolean {
    return this.#lapses.length > 0;
  }

  /** What holds at this moment. */
  at(now: number): Relied {
    const lapse = this.#lapses.findLast(({ at }) => at <= now);
    return lapse === undefined ? this.#whole : this.#loweredBy(lapse);
  }

  /** The next moment at which something ends; null: nothing does any more. */
  nextEnd(now: number): number | null {
    return this.#lapses.find(({ at }) => at > now)?.at ?? null;
  }

  #loweredBy(lapse: Lapse): Relied {
    const known = this.#lowered.get(lapse);
    if (known) return known;
    const { at, claims, clearance } = lapse;
    const before = this.#whole.authority;
    const lowered = before && clearance && wholeAgain(before.clearance, clearance);
    const made = { authority: ready(lowered), ended: { at, claims, before } };
    this.#lowered.set(lapse, made);
    return made;
  }
}

function ready(clearance: Clearance | null): Authority | null {
  return clearance === null ? null : prepare(clearance);
}
