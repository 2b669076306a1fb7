import { beforeEach, expect, test, vi } from "vitest";
import type { Call } from "../../../shared/schema/call.ts";

type Listener = (details: Record<string, unknown>) => unknown;

const registered = vi.hoisted(() => ({ before: [] as Listener[], headers: [] as Listener[] }));
vi.mock("webextension-polyfill", () => ({
  default: {
    webRequest: {
      onBeforeRequest: { addListener: (listener: Listener) => registered.before.push(listener) },
      onBeforeSendHeaders: { addListener: (listener: Listener) => registered.headers.push(listener) },
    },
  },
}));

const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");
const { guardNetwork, CANCEL, PASS } = await import("../../../extension/worker/network.ts");

const catalog = indexCatalog(SERVICES);
const API = {
  requestId: "1",
  method: "POST",
  url: "https://api.anthropic.com/v1/messages",
  tabId: 1,
  type: "xmlhttprequest",
};
const GEMINI = {
  ...API,
  url: "https://gemini.google.com/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate",
};

beforeEach(() => {
  registered.before.length = 0;
  registered.headers.length = 0;
});

test("a gate that throws cancels the call: the browser itself would let it pass", () => {
  guardNetwork(catalog, ["<all_urls>"], () => {
    throw new Error("broken");
  });
  expect(registered.before[0]?.(API)).toEqual(CANCEL);
  expect(registered.headers[0]?.(GEMINI)).toEqual(CANCEL);
});

test("a call that is no AI call never reaches the gate", () => {
  guardNetwork(catalog, ["<all_urls>"], () => CANCEL);
  expect(registered.before[0]?.({ ...API, url: "https://example.com/index.html", method: "GET" })).toEqual(
    PASS,
  );
});

test("where the model is in a header, body and headers reach the gate together, once", () => {
  const calls: Call[] = [];
  guardNetwork(catalog, ["<all_urls>"], (call) => {
    calls.push(call);
    return CANCEL;
  });
  expect(registered.before[0]?.({ ...GEMINI, requestBody: { formData: { "f.req": ["[]"] } } })).toEqual(PASS);
  expect(
    registered.headers[0]?.({ ...GEMINI, requestHeaders: [{ name: "X-Same-Domain", value: "1" }] }),
  ).toEqual(CANCEL);
  expect(calls).toMatchObject([{ headers: { "x-same-domain": "1" }, body: { kind: "form" } }]);
});

test("headers without their body, as after a restart of the worker between the two events, make the body unreadable", () => {
  const calls: Call[] = [];
  guardNetwork(catalog, ["<all_urls>"], (call) => {
    calls.push(call);
    return CANCEL;
  });
  registered.headers[0]?.({ ...GEMINI, requestHeaders: [] });
  expect(calls).toMatchObject([{ body: { kind: "unreadable" } }]);
});
