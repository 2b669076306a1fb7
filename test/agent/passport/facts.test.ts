import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { factsOf, provenBy, type HeldPassport } from "../../../agent/passport/facts.ts";
import type { ClaimValues } from "../../../agent/passport/form.ts";
import type { Standing } from "../../../agent/passport/standing.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CLAIMS, type Claim } from "../../../shared/schema/proof.ts";
import { CLAIMED, DAY, NOW, trusted } from "./made.ts";

const COUNTS: Standing = { fault: null, why: null, lowered: 0, until: NOW + DAY, next: NOW + DAY };
const EXPIRED: Standing = { ...COUNTS, fault: "expired", why: "It ended.", next: null };

function held(
  claims: ClaimValues,
  standing: Standing = COUNTS,
  untrusted: readonly Claim[] = [],
): HeldPassport {
  const passport = {
    issuer: trusted(),
    subject: "ada",
    issued: NOW,
    begins: NOW,
    expires: NOW + DAY,
    claims,
    status: null,
  };
  return { passport, standing, untrusted };
}

/** What the people file says of Ada: everything, and all of it more than the passport does. */
const SAID: Person = {
  id: "ada",
  name: "Countess",
  organization: "Lovelace Ltd",
  groups: ["everybody"],
  level: "top",
  compartments: ["all"],
  us_person: "proven",
  citizenship: ["GB"],
  trusted_partner: "proven",
  location: "GB",
  assurance: 3,
  licenses: [{ id: "L-9", models: ["*"] }],
  device: { managed: true },
};

function facts(passports: readonly HeldPassport[], asked: readonly Claim[]): Person {
  return factsOf(SAID, asked, provenBy(passports, asked));
}

function assured(lowered: number): number | undefined {
  return facts([held(CLAIMED, { ...COUNTS, lowered })], ["assurance"]).assurance;
}

describe("the facts about a person", () => {
  test("that must be proven are what was proven, and the others stay as they were", () => {
    expect(facts([held(CLAIMED)], ["us_person", "location", "licenses"])).toEqual({
      ...SAID,
      us_person: "proven",
      location: "US",
      licenses: CLAIMED.licenses,
    });
  });

  test("are unknown where they must be proven and nothing proves them, whatever people files say (P5)", () => {
    const nothing = {
      id: "ada",
      groups: [],
      compartments: [],
      us_person: "unknown",
      device: { managed: true },
    };
    expect(facts([], CLAIMS)).toEqual(nothing);
    expect(facts([held(CLAIMED, EXPIRED)], CLAIMS)).toEqual(nothing);
  });

  test("never widen: each that must be proven is the passport's, or gone", () => {
    const claims = fc.subarray([...CLAIMS]);
    fc.assert(
      fc.property(claims, claims, fc.boolean(), (asked, said, counts) => {
        const values = Object.fromEntries(said.map((claim) => [claim, CLAIMED[claim]])) as ClaimValues;
        const person = facts([held(values, counts ? COUNTS : EXPIRED)], asked);
        const bare = facts([], asked);
        for (const claim of asked) {
          const proven = { ...CLAIMED, us_person: "proven", trusted_partner: "proven" }[claim];
          const isProven =
            counts && said.includes(claim) && (claim !== "compartments" || said.includes("level"));
          expect(person[claim], claim).toEqual(isProven ? proven : bare[claim]);
        }
        for (const claim of CLAIMS.filter((one) => !asked.includes(one)))
          expect(person[claim]).toEqual(SAID[claim]);
      }),
    );
  });

  test("take compartments from the passport of the level alone (P2)", () => {
    const both: readonly Claim[] = ["level", "compartments"];
    const apart = [held({ level: "open" }), held({ compartments: ["cyber"] })];
    expect(facts(apart, both)).toMatchObject({ level: "open", compartments: [] });
    expect(provenBy(apart, both).proofs).toMatchObject([
      { claim: "level", proven: true },
      { claim: "compartments", proven: false, why: "The passport that says it does not prove the level." },
    ]);
    expect(facts([held({ compartments: ["cyber"] })], both)).toMatchObject({ compartments: [] });
  });

  test("are less sure where nobody said for long that the passport was not revoked, step by step", () => {
    expect([0, 1, 2].map(assured)).toEqual([2, 1, undefined]);
  });

  test("come from the first passport that counts", () => {
    const passports = [held({ location: "US" }, EXPIRED), held({ location: "DE" }), held({ location: "FR" })];
    expect(facts(passports, ["location"]).location).toBe("DE");
  });

  test("are told with who proved them and until when, or with why they are not proven", () => {
    const passports = [
      held({ us_person: false, level: "open" }),
      held({ location: "DE" }, EXPIRED, ["groups"]),
    ];
    const asked: readonly Claim[] = ["us_person", "location", "groups", "name"];
    expect(provenBy(passports, asked).proofs).toEqual([
      {
        claim: "us_person",
        proven: false,
        by: trusted().id,
        until: NOW + DAY,
        why: "Its issuer says that it is not proven.",
      },
      { claim: "location", proven: false, by: trusted().id, until: NOW + DAY, why: "It ended." },
      {
        claim: "groups",
        proven: false,
        by: trusted().id,
        until: null,
        why: "Its issuer is not trusted for this.",
      },
      { claim: "name", proven: false, by: null, until: null, why: "No passport says it." },
    ]);
  });
});
