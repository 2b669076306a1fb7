import { describe, expect, test } from "vitest";
import { claimsRead, factsIn, personIn } from "../../../agent/sign-in/claims.ts";
import { endOf, keptClaims, renewalOf, signedFacts, type Session } from "../../../agent/sign-in/session.ts";
import { mappingOf } from "./desk.ts";

const MAPPING = mappingOf("https://login.example.com", {
  claims: {
    organization: "company",
    location: "ctry",
    us_person: "us",
    citizenship: "nationalities",
    trusted_partner: "partner",
    name: "name",
  },
  assurance: { acr: { phr: 3 }, amr: { pwd: 1, mfa: 2 } },
});

describe("the facts that claims say", () => {
  test("are those of our form", () => {
    const claims = {
      groups: ["a", "b"],
      company: "Example Corp",
      ctry: "no",
      us: "true",
      nationalities: ["DE", "fr"],
      partner: true,
      name: "Ada",
      acr: "phr",
      amr: ["pwd"],
    };
    expect(factsIn(claims, MAPPING)).toEqual({
      groups: ["a", "b"],
      organization: "Example Corp",
      location: "NO",
      us_person: "proven",
      citizenship: ["DE", "FR"],
      trusted_partner: "proven",
      name: "Ada",
      assurance: 3,
    });
  });

  test.each([
    [{ us: "yes" }, { us_person: "unknown" }],
    [{ us: 1 }, { us_person: "unknown" }],
    [{ us: false }, { us_person: "unknown" }],
    [{ partner: null }, { trusted_partner: "unknown" }],
    [{ ctry: "Norway" }, {}],
    [{ ctry: ["NO"] }, {}],
    [{ nationalities: ["DE", "Freedonia"] }, {}],
    [{ nationalities: [] }, {}],
    [{ nationalities: "de" }, { citizenship: ["DE"] }],
    [{ groups: "one" }, { groups: ["one"] }],
    [{ groups: ["one", 2] }, {}],
    [{ groups: { one: true } }, {}],
    [{ groups: Array.from({ length: 2_001 }, (_, n) => `g${n}`) }, {}],
    [{ company: "" }, {}],
    [{ company: "x".repeat(513) }, {}],
    [{ amr: "mfa" }, { assurance: 2 }],
    [{ amr: ["mfa", "pwd", { mfa: 1 }] }, { assurance: 2 }],
    [{ amr: ["constructor"], acr: "__proto__" }, {}],
  ])("of %j are %j: what is said in another form stays unknown (P5)", (claims, facts) => {
    expect(factsIn(claims, MAPPING)).toEqual(facts);
  });
});

describe("who signed in", () => {
  const byDefault = mappingOf("https://login.example.com");
  const byNumber = mappingOf("https://login.example.com", { person: "employee" });

  test.each([
    [{ sub: "s", email: "a@b", email_verified: true }, "a@b"],
    [{ sub: "s", email: "a@b", email_verified: "true" }, "a@b"],
    [{ sub: "s", email: "a@b" }, "s"],
    [{ sub: "s", email: "a@b", email_verified: false }, "s"],
  ])("by %j is %s", (claims, person) => {
    expect(personIn(claims, byDefault)).toBe(person);
  });

  test("is whom the claim of the policy names, and nobody where it does not", () => {
    expect(personIn({ sub: "s", employee: 7 }, byNumber)).toBe("7");
    expect(() => personIn({ sub: "s", employee: ["7"] }, byNumber)).toThrow('says no "employee"');
    const byEmail = mappingOf("https://login.example.com", { person: "email" });
    expect(personIn({ email: "a@b" }, byEmail)).toBe("a@b");
    expect(() => personIn({ email: "a@b", email_verified: false }, byEmail)).toThrow("has not verified");
  });
});

test("claims that policy does not read are not kept", () => {
  expect(keptClaims({ sub: "s", phone: "1", groups: [] }, mappingOf("https://login.example.com"))).toEqual({
    sub: "s",
    groups: [],
  });
  expect(
    claimsRead(mappingOf("https://login.example.com", { groups: null, claims: {}, assurance: null })),
  ).toEqual(["email", "email_verified", "sub"]);
});

describe("the times of a sign-in", () => {
  const session = { issued: 1_000_000, expires: 1_060_000 } as Session;
  const mapping = mappingOf("https://login.example.com");

  test("are those of its ID token unless policy says other ones; it is renewed halfway, and each half hour at least", () => {
    expect(endOf(session, mapping)).toBe(1_060_000);
    expect(endOf(session, { ...mapping, greatestAge: 10_000 })).toBe(1_010_000);
    expect(renewalOf(session, mapping)).toBe(1_030_000);
    expect(renewalOf({ ...session, expires: 99_000_000 }, mapping)).toBe(2_800_000);
    expect(renewalOf({ ...session, expires: 1_000_000 }, mapping)).toBe(1_005_000);
  });
});

describe("facts of people file and sign-in together", () => {
  const listed = {
    id: "ada",
    groups: ["board"],
    level: "controlled",
    compartments: ["cyber"],
    us_person: "proven",
  } as const;
  const base = { ...listed, groups: [...listed.groups], compartments: [...listed.compartments] };

  test("are of the sign-in where that must say them, and of the people file else", () => {
    const signedIn = { person: "ada", facts: { groups: ["legal"] }, until: 1 };
    expect(signedFacts(base, mappingOf("i"), signedIn)).toEqual({
      ...base,
      groups: ["legal"],
      us_person: "unknown",
    });
    expect(signedFacts(base, mappingOf("i"), null)).toEqual({ ...base, groups: [], us_person: "unknown" });
    expect(signedFacts(undefined, mappingOf("i"), signedIn)).toMatchObject({ id: "ada", groups: ["legal"] });
    expect(signedFacts(undefined, mappingOf("i"), null)).toBeNull();
  });
});
