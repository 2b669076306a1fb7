import { describe, expect, test, vi } from "vitest";
import { tenantHeaders } from "../../../extension/worker/tenant-headers.ts";
import { tenantRules } from "../../../extension/worker/tenant-rules.ts";
import type { Tenants } from "../../../shared/schema/tenants.ts";

// The rules are made here, and nothing is put into a browser.
vi.mock("webextension-polyfill", () => ({ default: {} }));

const ONE = "550e8400-e29b-41d4-a716-446655440000";
const TWO = "3f0c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8";

/** What a request to an address gets, as the browser would add it. */
function sent(tenants: Tenants, url: string): Readonly<Record<string, string>> {
  const rules = tenantRules(tenantHeaders(tenants)).filter(({ condition }) =>
    new RegExp(condition.regexFilter ?? "^$", "i").test(url),
  );
  const set = rules.flatMap(({ action }) => action.requestHeaders ?? []);
  return Object.fromEntries(set.map(({ header, value }) => [header, value ?? ""]));
}

describe("what vendors are told", () => {
  test.each([
    ["https://chatgpt.com/backend-api/me", { "ChatGPT-Allowed-Workspace-Id": TWO }],
    ["https://chatgpt.com./", { "ChatGPT-Allowed-Workspace-Id": TWO }],
    ["https://chatgpt.com:8443/", { "ChatGPT-Allowed-Workspace-Id": TWO }],
    ["https://api.openai.com/v1/responses", { "OpenAI-Allowed-Organization-Ids": "org-A,org-B" }],
    ["wss://api.openai.com/v1/realtime", { "OpenAI-Allowed-Organization-Ids": "org-A,org-B" }],
    ["https://cdn.chatgpt.com/", {}],
    ["https://chatgpt.com.evil.example/", {}],
    ["https://evil.example/chatgpt.com/", {}],
    ["https://evil.example/?https://chatgpt.com/", {}],
    ["https://openai.com/", {}],
  ])("of OpenAI's tenants at %s", (url, headers) =>
    expect(sent({ openai: ["org-A", "org-B", TWO] }, url)).toEqual(headers),
  );

  test.each([
    ["https://mail.google.com/", true],
    ["https://google.com/", true],
    ["https://gemini.google.com/app", true],
    ["https://notgoogle.com/", false],
    ["https://google.com.evil.example/", false],
    ["https://me@evil.example:443/.google.com/", false],
    ["https://googleapis.com/", false],
  ])("of Google's domains at %s: %s", (url, isTold) => {
    const headers = sent({ google: ["example.com", "consumer_accounts"] }, url);
    expect(headers).toEqual(isTold ? { "X-GoogApps-Allowed-Domains": "example.com,consumer_accounts" } : {});
  });

  test("of Microsoft's lists goes to sign-in, and of consumers to theirs alone", () => {
    const tenants: Tenants = {
      microsoft: { tenants: ["a.com", "b.com"], directory: ONE, consumers: "forbid" },
    };
    expect(sent(tenants, "https://login.microsoftonline.com/common")).toEqual({
      "Restrict-Access-To-Tenants": "a.com,b.com",
      "Restrict-Access-Context": ONE,
    });
    expect(sent(tenants, "https://login.live.com/")).toEqual({
      "sec-Restrict-Tenant-Access-Policy": "restrict-msa",
    });
    expect(sent(tenants, "https://device.login.microsoftonline.com/")).toEqual({});
  });

  test("of a policy kept at Microsoft goes to both, and nothing else with it", () => {
    const headers = { "sec-Restrict-Tenant-Access-Policy": `${ONE}:${TWO}` };
    const tenants: Tenants = { microsoft: { policy: `${ONE}:${TWO}` } };
    expect(sent(tenants, "https://login.windows.net/")).toEqual(headers);
    expect(sent(tenants, "https://login.live.com/")).toEqual(headers);
  });

  test("of many organizations of Anthropic goes on in numbered headers, all of them once", () => {
    const ids = Array.from(
      { length: 250 },
      (_, n) => `550e8400-e29b-41d4-a716-${String(n).padStart(12, "0")}`,
    );
    const headers = sent({ anthropic: ids }, "https://claude.ai/api/organizations");
    expect(Object.keys(headers)).toEqual([
      "anthropic-allowed-org-ids",
      "anthropic-allowed-org-ids1",
      "anthropic-allowed-org-ids2",
    ]);
    expect(headers["anthropic-allowed-org-ids"]).toMatch(/;n=3$/);
    expect(Object.values(headers).join(",").replace(";n=3", "").split(",")).toEqual(ids);
    expect(sent({ anthropic: [ONE] }, "https://api.anthropic.com/v1/messages")).toEqual({
      "anthropic-allowed-org-ids": ONE,
    });
  });

  test("is nothing where the policy names no tenants", () => expect(tenantHeaders({})).toEqual([]));
});
