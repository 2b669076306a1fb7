import { isDeepStrictEqual } from "node:util";
import type { Claim } from "../../shared/schema/proof.ts";
import { provenBy, type HeldPassport, type Proven } from "./facts.ts";
import { standingOf } from "./standing.ts";
import type { StatusList } from "./status-list.ts";
import type { Passport } from "./verify.ts";

/** A passport that was accepted, with the newest list of its issuer's statuses. */
export interface ListedPassport {
  readonly passport: Passport;
  readonly list: StatusList | null;
  readonly untrusted: readonly Claim[];
}

/** What passports prove from a moment on. */
export interface ProvenFrom {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly held: readonly HeldPassport[];
  readonly proven: Proven;
}

/** Steps that are told; with the last of more than these, nothing is proven. */
const MOST = 4;

/** What passports prove at a moment. */
export function provenAt(listed: readonly ListedPassport[], asked: readonly Claim[], at: number): ProvenFrom {
  const held = listed.map(({ passport, untrusted, list }) => ({
    passport,
    untrusted,
    standing: standingOf(passport, list, at),
  }));
  return { at, held, proven: provenBy(held, asked) };
}

/**
 * What is proven from each later moment on, if nobody brings anything newer: ascending, and empty where time alone
 * takes nothing away. What does not count yet is left out: it is for the agent to say that it has begun.
 */
export function lapsesOf(
  listed: readonly ListedPassport[],
  asked: readonly Claim[],
  now: number,
): readonly ProvenFrom[] {
  const counting = listed.filter(({ passport, list }) => standingOf(passport, list, now).fault === null);
  const lapses: ProvenFrom[] = [];
  let last = provenAt(counting, asked, now);
  for (let at = nextOf(last); at !== null; at = nextOf(last)) {
    const before = last;
    last = provenAt(counting, asked, at);
    if (isSame(before, last)) continue;
    if (lapses.length === MOST) return [...lapses.slice(0, -1), nothingFrom(lapses.at(-1)?.at ?? at, asked)];
    lapses.push(last);
  }
  return lapses;
}

/** The claims that were proven and are so no longer, or for less. */
export function lapsedClaims(before: Proven, after: Proven): readonly Claim[] {
  return before.proofs.flatMap(({ claim, proven }) =>
    proven && !isDeepStrictEqual(before.values[claim], after.values[claim]) ? [claim] : [],
  );
}

function nextOf({ held }: ProvenFrom): number | null {
  const moments = held.flatMap(({ standing }) => standing.next ?? []);
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** A passport that proves no fact that is asked for may still be what makes the person known. */
function isSame(before: ProvenFrom, after: ProvenFrom): boolean {
  const countsIn = ({ held }: ProvenFrom) => held.map(({ standing }) => standing.fault === null);
  return (
    isDeepStrictEqual(before.proven.values, after.proven.values) &&
    isDeepStrictEqual(countsIn(before), countsIn(after))
  );
}

function nothingFrom(at: number, asked: readonly Claim[]): ProvenFrom {
  return { at, held: [], proven: provenBy([], asked) };
}
