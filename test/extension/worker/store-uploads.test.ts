import { beforeEach, expect, test, vi } from "vitest";
import type { Call } from "../../../shared/schema/call.ts";

type Listener = (details: Record<string, unknown>) => unknown;
const heard = vi.hoisted(() => ({ all: [] as { listener: Listener; filter: { urls: string[] } }[] }));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: { getURL: () => "chrome-extension://x/" },
    webRequest: {
      onBeforeRequest: {
        addListener: (listener: Listener, filter: { urls: string[] }) => heard.all.push({ listener, filter }),
      },
    },
  },
}));

const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");
const { storeScopes } = await import("../../../shared/catalog/store-scopes.ts");
const { baselineRules } = await import("../../../extension/baseline.ts");
const { CANCEL, PASS } = await import("../../../extension/worker/network.ts");
const { guardStores } = await import("../../../extension/worker/store-uploads.ts");

const catalog = indexCatalog(SERVICES);
const PUT = {
  requestId: "1",
  method: "PUT",
  url: "https://x.blob.core.windows.net/f?sig=y",
  tabId: 1,
  type: "xmlhttprequest",
};

beforeEach(() => {
  heard.all = [];
});

test("an upload of a service's page reaches the gate with its page, in Chromium's words and in Firefox's", () => {
  const calls: Call[] = [];
  guardStores(
    () => catalog,
    (call) => {
      calls.push(call);
      return CANCEL;
    },
  );
  expect(heard.all[0]?.listener({ ...PUT, initiator: "https://chatgpt.com" })).toEqual(CANCEL);
  expect(heard.all[0]?.listener({ ...PUT, originUrl: "https://chatgpt.com/c/1" })).toEqual(CANCEL);
  expect(calls.map(({ from }) => from)).toEqual(["https://chatgpt.com", "https://chatgpt.com/c/1"]);
});

test("nothing of another page reaches it", () => {
  guardStores(
    () => catalog,
    () => CANCEL,
  );
  for (const initiator of ["https://intranet.example", "null", undefined])
    expect(heard.all[0]?.listener({ ...PUT, initiator })).toEqual(PASS);
});

test("a gate that throws cancels", () => {
  guardStores(
    () => catalog,
    () => {
      throw new Error("broken");
    },
  );
  expect(heard.all[0]?.listener({ ...PUT, initiator: "https://chatgpt.com" })).toEqual(CANCEL);
});

test("a catalog without stores listens to nothing", () => {
  guardStores(
    () => indexCatalog([]),
    () => CANCEL,
  );
  expect(heard.all).toEqual([]);
});

test("another catalog's stores are listened to besides, and what was heard before is decided by that catalog", () => {
  let inForce = indexCatalog([]);
  const hear = guardStores(
    () => inForce,
    () => CANCEL,
  );
  inForce = catalog;
  hear();
  hear();
  expect(heard.all).toHaveLength(1);
  inForce = indexCatalog([]);
  expect(heard.all[0]?.listener({ ...PUT, initiator: "https://chatgpt.com" })).toEqual(PASS);
});

test("the baseline closes the stores to pages of services, and to nobody else", () => {
  const rules = baselineRules([], [], "chrome", storeScopes(catalog));
  expect(rules.length).toBe(3);
  for (const { condition } of rules) {
    expect(condition.initiatorDomains?.length).toBeGreaterThan(0);
    expect(condition.requestDomains?.length).toBeGreaterThan(0);
    expect(condition.requestMethods).toContain("put");
  }
  expect(rules[0]?.condition.initiatorDomains).toContain("chatgpt.com");
  expect(rules[0]?.condition.requestDomains).toContain("blob.core.windows.net");
  expect(rules[1]?.condition).toMatchObject({ initiatorDomains: ["m365.cloud.microsoft"] });
  expect(rules[1]?.condition.urlFilter).toMatch(/uploadSession/i);
});
