import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { standing } from "../../../shared/policy/standing.ts";
import { isRefused, type Malformed } from "./refused.ts";
import { ENGINEER, HEAD, policyOf, problemsOf } from "./story.ts";

const ADA = keyOf();
const CARL = keyOf();
const SEALS = "rules: [{ id: kept, permit: [chat], require: [seal] }]\n";

function keyOf() {
  const { x = "", y = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
    format: "jwk",
  });
  return { kty: "EC", crv: "P-256", x, y };
}

function reviewers(keys: object, needed?: number): string {
  const said = needed === undefined ? { keys } : { needed, keys };
  return `${HEAD}reviewers: ${JSON.stringify(said)}\n${SEALS}`;
}

describe("the reviewers of a policy", () => {
  test("are compiled by name, and travel in the clearance", () => {
    const policy = policyOf(reviewers({ carl: CARL, ada: ADA }, 2));
    const expected = {
      needed: 2,
      keys: [
        { name: "ada", key: ADA },
        { name: "carl", key: CARL },
      ],
    };
    expect(policy.reviewers).toEqual(expected);
    expect(resolve(policy, ENGINEER).reviewers).toEqual(expected);
    expect(policyOf(reviewers({ ada: ADA })).reviewers?.needed).toBe(1);
  });

  test("are told of to the person whose text they may read", () => {
    const clearance = resolve(policyOf(reviewers({ ada: ADA })), ENGINEER);
    expect(standing(prepare(clearance), "openai/gpt-5.5", Date.now(), false)).toMatchObject({
      state: "conditions",
      words: expect.stringContaining("with your text kept for review"),
    });
  });

  test("are left out where there are none, and change the revision", () => {
    expect(policyOf(HEAD)).not.toHaveProperty("reviewers");
    expect(policyOf(reviewers({ ada: ADA })).revision).not.toBe(policyOf(reviewers({ ada: CARL })).revision);
  });

  const NINE = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`r${n}`, keyOf()]));
  const OFF = { ...ADA, y: CARL.y };
  const MALFORMED: readonly Malformed[] = [
    ["nobody who could read", `${HEAD}${SEALS}`, "no_reviewers", "3:37", "lanyard reviewer new"],
    [
      "nobody who could read once it is old",
      `${HEAD}stale: [{ after: 24h, require: [seal], open_up_to: none }]\n`,
      "no_reviewers",
      "3:23",
      "lanyard reviewer new",
    ],
    ["an empty map", reviewers({}), "no_reviewers", "3:13", "lanyard reviewer new"],
    ["fewer than are needed", reviewers({ ada: ADA }, 2), "no_reviewers", "3:13", "needed: 1"],
    ["more than eight", reviewers(NINE), "wrong_reviewers", "3:13", "8"],
    ["a point of no curve", reviewers({ ada: OFF }), "wrong_reviewers", "3:21", "Copy the line"],
    ["one key for two", reviewers({ ada: ADA, bob: ADA }), "wrong_reviewers", "3:154", "own machine"],
    ["a private key", reviewers({ ada: { ...ADA, d: ADA.x } }), "unknown_key", "3:153", ""],
    [
      "another kind of key",
      reviewers({ ada: { ...ADA, crv: "P-384" } }),
      "wrong_value",
      "3:39",
      "lanyard reviewer new",
    ],
    ["a count that is none", reviewers({ ada: ADA }, 3), "wrong_value", "3:13", "needed: 2"],
  ];

  test.each(MALFORMED)("%s is refused", (...malformed) => isRefused(...malformed));

  test("that are malformed are told of once, and not as missing", () => {
    const problems = problemsOf(reviewers({ ada: { kty: "EC" } }));
    expect(problems.map(({ code }) => code)).not.toContain("no_reviewers");
  });
});
