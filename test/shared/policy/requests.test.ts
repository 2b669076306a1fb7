import { describe, expect, test } from "vitest";
import { approvalsFor, mayAskFor } from "../../../shared/policy/compile-requests.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { isRefused, type Malformed } from "./refused.ts";
import { ENGINEER, HEAD, policyOf } from "./story.ts";

const KEYS = ["a", "b"].map((letter) => `{ kty: OKP, crv: Ed25519, x: ${letter.repeat(43)} }`);
const LEE = `    - { person: lee, key: ${KEYS[0]} }\n`;
const MO = `    - { person: mo, key: ${KEYS[1]} }\n`;

function requests(more = "", approvers = LEE + MO, head = HEAD): string {
  return `${head}requests:\n  models: [anthropic/mythos-5]\n  longest: 8h\n${more}  approvers:\n${approvers}`;
}

const LEVELS = `${HEAD}levels: [standard, controlled]
classify:
  - { models: [anthropic/mythos-5], level: controlled }
`;

/** How many must approve Mythos 5, and Fable 5. */
function needed(more: string): readonly number[] {
  const policy = policyOf(requests(more, LEE + MO, LEVELS));
  return ["anthropic/mythos-5", "anthropic/fable-5"].map((model) => approvalsFor(policy, model));
}

describe("what people may ask for", () => {
  test("is compiled with its times and addresses, and left out where nothing is said of it", () => {
    const text = requests('  to: { put: "https://in.example.com/r" }\n  grants: https://out.example.com\n');
    expect(policyOf(text).requests).toMatchObject({
      models: ["anthropic/mythos-5"],
      longest: 28_800_000,
      approvers: [{ person: "lee" }, { person: "mo" }],
      two: { levels: [], models: [] },
      put: "https://in.example.com/r/",
      webhook: null,
      grants: "https://out.example.com/",
    });
    expect(policyOf(HEAD)).not.toHaveProperty("requests");
    expect(policyOf(text).revision).not.toBe(policyOf(HEAD).revision);
  });

  test("takes two approvers for the highest of several levels, unless policy says otherwise", () => {
    expect(needed("")).toEqual([2, 1]);
    expect(needed("  two_for: {}\n")).toEqual([1, 1]);
    expect(needed("  two_for: { models: [anthropic/fable-5] }\n")).toEqual([1, 2]);
    expect(needed("  two_for: { levels: [standard] }\n")).toEqual([1, 2]);
  });

  test("is said by patterns in any spelling, and nobody may ask under a policy without it", () => {
    const { requests: compiled } = policyOf(requests().replace("anthropic/mythos-5", "Anthropic/*"));
    expect(compiled && mayAskFor(compiled, "anthropic/fable-5")).toBe(true);
    expect(compiled && mayAskFor(compiled, "openai/gpt-5.5")).toBe(false);
    expect(approvalsFor(policyOf(HEAD), "anthropic/mythos-5")).toBe(2);
  });

  test("grants ids that rules may name, and nothing of it reaches the clearance", () => {
    const rule =
      'rules:\n  - { id: held, forbid: all, models: [anthropic/mythos-5], unless: ["grant:trial"] }\n';
    const policy = policyOf(requests("  named: [trial]\n") + rule);
    const clearance = JSON.stringify(resolve(policy, ENGINEER));
    expect(clearance).toContain('"grant"');
    expect(clearance).not.toContain("approvers");
  });

  test.each<Malformed>([
    [
      "one key for two people",
      requests("", LEE + MO.replace("b".repeat(43), "a".repeat(43))),
      "shared_key",
      "8:21",
      "lanyard request key",
    ],
    ["two approvers needed of one", requests("", LEE, LEVELS), "too_few_approvers", "9:3", "two_for: {}"],
    [
      "a level that is none",
      requests("  two_for: { levels: [secret] }\n", LEE + MO, LEVELS),
      "unknown_level",
      "9:23",
      "standard",
    ],
    [
      "an id that a grant of policy has",
      `${requests("  named: [trial]\n")}grants:\n  - { id: trial, holder: { people: [ada] } }\n`,
      "duplicate_id",
      "6:11",
      "another id",
    ],
    [
      "an address in clear",
      requests('  to: { webhook: "http://hooks.example.com" }\n'),
      "wrong_value",
      "6:9",
      "https",
    ],
    ["no approvers", requests("", "    []\n"), "wrong_value", "6:3", "person: lee@example.com"],
    ["no length of time", requests().replace("8h", "always"), "wrong_value", "5:3", "`90m`"],
  ])("is refused with its place and a mend: %s", isRefused);

  test.each(["", "  two_for: {}\n", "  named: [trial]\n"])(
    "changes nothing that anybody may do by itself: %j",
    (more) => {
      const rules = `rules:
  - { id: all, permit: all, models: ["anthropic/*"] }
  - { id: held, forbid: all, models: [anthropic/mythos-5], unless: [grant] }
`;
      const without = resolve(policyOf(HEAD + rules), ENGINEER);
      const { revision: _revision, ...rest } = resolve(policyOf(requests(more) + rules), ENGINEER);
      expect(without).toMatchObject(rest);
    },
  );
});
