import { describe, expect, test } from "vitest";
import { resolve } from "../../../shared/policy/resolve.ts";
import { isRefused, type Malformed } from "./refused.ts";
import { ENGINEER, HEAD, policyOf } from "./story.ts";

const ONE = "550E8400-e29b-41d4-a716-446655440000";
const TWO = "3f0c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8";

function entra(text: string): string {
  return `${HEAD}tenants:\n  microsoft: ${text}\n`;
}

describe("the tenants of a policy", () => {
  test("reach the clearance in one order and spelling, and are corporate accounts", () => {
    const written = `tenants:\n  google: [Example.com, consumer_accounts]\n  openai: [org-B, "${TWO}", org-B]\n  anthropic: ["${ONE}"]\n`;
    const { tenants, corporateAccounts } = resolve(policyOf(HEAD + written), ENGINEER);
    expect(tenants).toEqual({
      openai: [TWO, "org-B"],
      anthropic: [ONE.toLowerCase()],
      google: ["consumer_accounts", "example.com"],
    });
    expect(corporateAccounts).toEqual([TWO, ONE.toLowerCase(), "example.com", "org-B"]);
  });

  test("of Microsoft are the listed ones, and the directory that asks", () => {
    const listed = `tenants: { microsoft: { tenants: [Contoso.com], directory: "${ONE}" } }\n`;
    expect(resolve(policyOf(HEAD + listed), ENGINEER).corporateAccounts).toEqual([
      ONE.toLowerCase(),
      "contoso.com",
    ]);
    const kept = `tenants: { microsoft: { policy: "${ONE}:${TWO}" } }\n`;
    expect(resolve(policyOf(HEAD + kept), ENGINEER).corporateAccounts).toEqual([ONE.toLowerCase()]);
  });

  test("are left out of the clearance where the policy names none", () =>
    expect(resolve(policyOf(HEAD), ENGINEER)).not.toHaveProperty("tenants"));

  const MALFORMED: readonly Malformed[] = [
    [
      "an organization that is no id",
      `${HEAD}tenants:\n  openai: [ours]\n`,
      "wrong_value",
      "4:12",
      "org-Example",
    ],
    ["a list of nobody", `${HEAD}tenants:\n  google: []\n`, "wrong_value", "4:3", "example.com"],
    [
      "a domain that could break out of its header",
      `${HEAD}tenants:\n  google: ["a.com\\r\\nx: y"]\n`,
      "wrong_value",
      "4:12",
      "list of domains",
    ],
    ["a vendor that nobody knows", `${HEAD}tenants:\n  opnai: [org-A]\n`, "unknown_key", "4:3", "openai"],
    [
      "a list without the directory that asks",
      entra("{ tenants: [a.com] }"),
      "wrong_value",
      "4:16",
      "directory: UUID",
    ],
    [
      "a directory that asks for nothing",
      entra(`{ directory: "${ONE}" }`),
      "wrong_value",
      "4:16",
      "tenants: [example.com]",
    ],
    [
      "a restriction that restricts nothing",
      entra("{ consumers: permit }"),
      "empty_list",
      "4:3",
      "consumers",
    ],
    [
      "a list beside a policy kept at Microsoft",
      entra(`{ policy: "${ONE}:${TWO}", consumers: forbid }`),
      "wrong_value",
      "4:101",
      "policy",
    ],
  ];

  test.each(MALFORMED)("refuse %s", (...malformed) => isRefused(...malformed));
});
