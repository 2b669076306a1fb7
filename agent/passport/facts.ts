import type { Person, UsPerson } from "../../shared/schema/person.ts";
import type { Claim, Proof } from "../../shared/schema/proof.ts";
import type { ClaimValues } from "./form.ts";
import type { Standing } from "./standing.ts";
import type { Passport } from "./verify.ts";

/** A passport as it stands at a moment, with what its issuer may not say. */
export interface HeldPassport {
  readonly passport: Passport;
  readonly standing: Standing;
  readonly untrusted: readonly Claim[];
}

/** What passports prove of a person at a moment. */
export interface Proven {
  readonly values: ClaimValues;
  /** One for each claim that was asked for, in the order of asking. */
  readonly proofs: readonly Proof[];
}

/** Gathers what is proven. Of several passports the first that counts and says a claim is taken at its word. */
export function provenBy(all: readonly HeldPassport[], asked: readonly Claim[]): Proven {
  const held = all.toSorted((a, b) => Number(a.standing.fault !== null) - Number(b.standing.fault !== null));
  const level = held.find(({ passport }) => passport.claims.level !== undefined);
  const found = asked.map((claim) => {
    const saying = held.find(({ passport }) => passport.claims[claim] !== undefined);
    // P2: a compartment counts beside the level of the same passport alone.
    if (claim === "compartments" && saying !== level) return { claim, saying: undefined, apart: saying };
    return { claim, saying, apart: undefined };
  });
  return {
    values: Object.assign({}, ...found.map(({ claim, saying }) => valueOf(claim, saying))) as ClaimValues,
    proofs: found.map(({ claim, saying, apart }) => proofOf(claim, saying, apart, held)),
  };
}

function valueOf(claim: Claim, held: HeldPassport | undefined): ClaimValues {
  if (held === undefined || held.standing.fault !== null) return {};
  const { claims } = held.passport;
  if (claim !== "assurance") return { [claim]: claims[claim] };
  const level = (claims.assurance ?? 0) - held.standing.lowered;
  return level >= 1 ? { assurance: level } : {};
}

function proofOf(
  claim: Claim,
  saying: HeldPassport | undefined,
  apart: HeldPassport | undefined,
  held: readonly HeldPassport[],
): Proof {
  if (saying !== undefined) {
    const { passport, standing } = saying;
    const value = valueOf(claim, saying)[claim];
    const why = standing.why ?? (value === false ? "Its issuer says that it is not proven." : null);
    const proven = value !== undefined && value !== false;
    return { claim, proven, by: passport.issuer.id, until: standing.until, why };
  }
  const not = (by: HeldPassport | undefined, why: string): Proof => ({
    claim,
    proven: false,
    by: by?.passport.issuer.id ?? null,
    until: null,
    why,
  });
  if (apart !== undefined) return not(apart, "The passport that says it does not prove the level.");
  const untrusted = held.find((one) => one.untrusted.includes(claim));
  if (untrusted !== undefined) return not(untrusted, "Its issuer is not trusted for this.");
  return not(undefined, "No passport says it.");
}

/**
 * The facts that policy decides by. What must be proven is what was proven, and nothing else: what people files say of
 * it does not count, so that a passport which ends leaves nothing behind. What need not be proven is as it was.
 */
export function factsOf(base: Person, asked: readonly Claim[], { values }: Pick<Proven, "values">): Person {
  const kept = Object.entries(base).filter(([fact]) => !asked.some((claim) => claim === fact));
  const { us_person, trusted_partner, ...same } = values;
  return {
    ...NOTHING_PROVEN,
    ...(Object.fromEntries([...kept, ...Object.entries(same)]) as Pick<Person, "id">),
    ...(us_person !== undefined && { us_person: statusOf(us_person) }),
    ...(trusted_partner !== undefined && { trusted_partner: statusOf(trusted_partner) }),
  };
}

const NOTHING_PROVEN = { groups: [], compartments: [], us_person: "unknown" } satisfies Partial<Person>;

function statusOf(isProven: boolean): UsPerson {
  return isProven ? "proven" : "unknown";
}
