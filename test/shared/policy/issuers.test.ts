import { describe, expect, test } from "vitest";
import { isAbout } from "../../../shared/policy/about.ts";
import { isRefused, type Malformed } from "./refused.ts";
import { ENGINEER, HEAD, policyOf, problemsOf } from "./story.ts";

const X = "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08";
const KEY = `{ kty: OKP, crv: Ed25519, x: ${X} }`;

function issuer(more: string, id = "corp"): string {
  return `  - { id: ${id}, ${more} }\n`;
}

function issuers(...entries: readonly string[]): string {
  return `${HEAD}proofs: [us_person]\nissuers:\n${entries.join("")}`;
}

const SAYS = `keys: [${KEY}], may_say: [us_person]`;

describe("the issuers of a policy", () => {
  test("are compiled in one order, whatever files they stand in", () => {
    const text = issuers(
      issuer(`keys: [${KEY}], may_say: [us_person, level], greatest_age: 2d`, "corp"),
      issuer(`${SAYS}, type: "urn:gov:id", called: { us_person: status }`, "agency"),
    );
    expect(policyOf(text)).toMatchObject({
      proofs: ["us_person"],
      issuers: [
        { id: "agency", greatestAge: null, type: "urn:gov:id", called: { us_person: "status" } },
        { id: "corp", maySay: ["level", "us_person"], greatestAge: 172_800_000, type: null },
      ],
    });
  });

  test("change the revision, and are left out where there are none", () => {
    const [bare, one] = [policyOf(HEAD), policyOf(issuers(issuer(SAYS)))];
    expect(bare).not.toHaveProperty("issuers");
    expect(bare).not.toHaveProperty("proofs");
    expect(one.revision).not.toBe(bare.revision);
    expect(policyOf(issuers(issuer(SAYS.replace("us_person", "us_person, name")))).revision).not.toBe(
      one.revision,
    );
  });

  const EDITED = X.replace("3", "*");
  const MALFORMED: readonly Malformed[] = [
    ["no list", `${HEAD}issuers: corp\n`, "wrong_value", "3:1", "id: ISSUER"],
    ["one without keys", issuers(issuer("may_say: [us_person]")), "missing_key", "5:5", "JWK"],
    [
      "an empty list of keys",
      issuers(issuer("keys: [], may_say: [us_person]")),
      "wrong_value",
      "5:17",
      "JWK",
    ],
    [
      "a private key",
      issuers(issuer(`keys: [{ kty: OKP, crv: Ed25519, x: ${X}, d: ${X} }], may_say: [us_person]`)),
      "unknown_key",
      "5:98",
      "",
    ],
    [
      "a secret key of HS256",
      issuers(issuer(`keys: [{ kty: oct, k: ${X} }], may_say: [us_person]`)),
      "wrong_value",
      "5:26",
      "Ed25519",
    ],
    [
      "a key that is cut or changed",
      issuers(issuer(`keys: [{ kty: OKP, crv: Ed25519, x: "${EDITED}" }], may_say: [us_person]`)),
      "wrong_value",
      "5:50",
      "43 characters",
    ],
    [
      "a claim that is none",
      issuers(issuer(`keys: [${KEY}], may_say: [uS_person]`)),
      "wrong_value",
      "5:111",
      "us_person",
    ],
    ["an age that is none", issuers(issuer(`${SAYS}, greatest_age: soon`)), "wrong_value", "5:123", "24h"],
    ["one that is there twice", issuers(issuer(SAYS), issuer(SAYS)), "duplicate_id", "6:7", "several keys"],
    ["nothing that is asked of them", `${HEAD}issuers:\n${issuer(SAYS)}`, "missing_key", "3:1", "us_person"],
    [
      "a proof that nobody may say",
      `${HEAD}proofs: [us_person, name]\nissuers:\n${issuer(SAYS)}`,
      "nobody_proves",
      "3:21",
      "may_say",
    ],
    ["proofs without any issuer", `${HEAD}proofs: [us_person]\n`, "nobody_proves", "3:10", "issuers"],
    [
      "a level that must be proven beside compartments that need not be (P2)",
      `${HEAD}proofs: [level]\nissuers:\n${issuer(`keys: [${KEY}], may_say: [level]`)}`,
      "level_alone",
      "3:1",
      "compartments",
    ],
  ];

  test.each(MALFORMED)("refuse %s", (...malformed) => isRefused(...malformed));

  test("that are at fault are told once, and nothing is concluded from them", () => {
    const text = `${HEAD}proofs: [us_person]\nissuers:\n${issuer("keys: [], may_say: [us_person]")}`;
    expect(problemsOf(text)).toHaveLength(1);
  });
});

describe("citizens and trusted partners (P5)", () => {
  test.each([
    [["DE"], undefined, "unknown"],
    [["DE"], ["FR"], "no"],
    [["DE"], ["FR", "DE"], "yes"],
    [[], ["DE"], "no"],
    [[], undefined, "no"],
  ] as const)("who: citizenships %j is about a citizen of %j: %s", (citizenships, citizenship, answer) => {
    const person = citizenship === undefined ? ENGINEER : { ...ENGINEER, citizenship: [...citizenship] };
    expect(isAbout({ citizenships }, person)).toBe(answer);
  });

  test("a partner that is not proven is unknown, not none", () => {
    const who = { trustedPartner: "proven" } as const;
    expect(isAbout(who, ENGINEER)).toBe("unknown");
    expect(isAbout(who, { ...ENGINEER, trusted_partner: "unknown" })).toBe("unknown");
    expect(isAbout(who, { ...ENGINEER, trusted_partner: "proven" })).toBe("yes");
  });
});
