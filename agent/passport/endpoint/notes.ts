import { claimsIn } from "../verify.ts";
import type { HeldPassport } from "../facts.ts";

/** Something about a passport that is recorded, and told to the person where it is not well. */
export interface PassportNote {
  readonly what: "applied" | "refused" | "degraded";
  /** A sentence. */
  readonly detail: string;
  /** What was said, where the same sentence may be about other facts. */
  readonly mark: string;
}

/** How the passports that are held stand, one sentence each and one for what their issuers may not say. */
export function notesOf(held: readonly HeldPassport[]): readonly PassportNote[] {
  return held.flatMap((one) => [noteOf(one), ...untrustedIn(one)]);
}

function noteOf({ passport, standing }: HeldPassport): PassportNote {
  const mark = JSON.stringify(passport.claims);
  const of = `The passport of ${passport.issuer.id}`;
  if (standing.fault !== null)
    return { what: "degraded", detail: `${of} does not count. ${standing.why ?? ""}`, mark };
  if (standing.why !== null)
    return { what: "degraded", detail: `${of} counts for less. ${standing.why}`, mark };
  const claims = claimsIn(passport);
  const says = claims.length === 0 ? "nothing that is asked for" : claims.join(", ");
  return {
    what: "applied",
    detail: `${of}, until ${new Date(standing.until).toISOString()}: ${says}.`,
    mark,
  };
}

function untrustedIn({ passport, untrusted }: HeldPassport): readonly PassportNote[] {
  if (untrusted.length === 0) return [];
  const detail = `The passport of ${passport.issuer.id} also says ${untrusted.join(", ")}, for which policy does not trust its issuer.`;
  return [{ what: "refused", detail, mark: "" }];
}
