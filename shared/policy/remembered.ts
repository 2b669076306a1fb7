import type { AccessRequest } from "../schema/access-request.ts";
import { FACT } from "./conditions.ts";
import type { Verdict } from "./verdict.ts";

/** A verdict by rules with what it was made from, so that it is used again only where nothing that was read differs. */
export interface Remembered {
  readonly verdict: Verdict;
  readonly since: number;
  /** When anything that was read changes: the verdict's own end, or that of its shadow. Infinite: never. */
  readonly until: number;
  readonly tenant: string | null;
  readonly region: string | null;
  readonly purpose: string | null;
  readonly dataClasses: readonly string[] | null;
}

/** Whether a remembered verdict answers a request; `reads` are the bits of `FACT` that matter for its model. */
export function answers(known: Remembered, request: AccessRequest, reads: number): boolean {
  if (request.time < known.since || request.time >= known.until) return false;
  return reads === 0 || isAlike(known, request, reads);
}

function isAlike(known: Remembered, request: AccessRequest, reads: number): boolean {
  return (
    ((reads & FACT.tenant) === 0 || known.tenant === request.tenant) &&
    ((reads & FACT.region) === 0 || known.region === request.region) &&
    ((reads & FACT.purpose) === 0 || known.purpose === request.purpose) &&
    ((reads & FACT.dataClasses) === 0 || isSameList(known.dataClasses, request.dataClasses))
  );
}

function isSameList(one: readonly string[] | null, other: readonly string[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
