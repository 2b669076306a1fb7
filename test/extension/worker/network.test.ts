import { beforeEach, expect, test, vi } from "vitest";
import type { Recognizer } from "../../../shared/schema/recognizer.ts";
import type { Call } from "../../../shared/schema/call.ts";

type Listener = (details: Record<string, unknown>) => unknown;

const registered = vi.hoisted(() => {
  const all = {
    before: [] as Listener[],
    headers: [] as Listener[],
    onChange: (_change: string): void => undefined,
    event: (name: "before" | "headers") => ({
      addListener: (listener: Listener) => {
        all[name].push(listener);
        all.onChange(`${name} added`);
      },
      removeListener: (listener: Listener) => {
        all[name] = all[name].filter((one) => one !== listener);
        all.onChange(`${name} removed`);
      },
    }),
  };
  return all;
});
vi.mock("webextension-polyfill", () => ({
  default: {
    webRequest: {
      onBeforeRequest: registered.event("before"),
      onBeforeSendHeaders: registered.event("headers"),
    },
  },
}));

const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");
const { guardNetwork, CANCEL, PASS } = await import("../../../extension/worker/network.ts");
const { Patience } = await import("../../../extension/worker/patience.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");

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
  Object.assign(registered, { before: [], headers: [], onChange: () => undefined });
});

test("a gate that throws cancels the call: the browser itself would let it pass", () => {
  guardNetwork(catalog, ["<all_urls>"], () => {
    throw new Error("broken");
  });
  expect(registered.before[0]?.(API)).toEqual(CANCEL);
  expect(registered.headers[0]?.(GEMINI)).toEqual(CANCEL);
});

test("with patience a gate that throws cancels too: Firefox would let a call pass whose promise rejects", async () => {
  const posture = new Posture("1.0.0", 0);
  const gate = () => {
    throw new Error("broken");
  };
  guardNetwork(catalog, ["<all_urls>"], gate, new Patience(posture, 0));
  expect(await registered.before[0]?.(API)).toEqual(CANCEL);
  expect(await registered.headers[0]?.(GEMINI)).toEqual(CANCEL);
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

const PLAIN = { codec: "json" as const, model: [], prompt: [], attachments: [], account: [] };

/** A catalog in which the paths of Gemini's web app say nothing about headers any more. */
const HEADLESS = indexCatalog(
  SERVICES.map((record) => (record.service === "gemini-web" ? withoutHeaders(record) : record)),
);

function withoutHeaders(record: Recognizer): Recognizer {
  return {
    ...record,
    endpoints: record.endpoints.map(({ paths, method, operation }) => ({
      ...PLAIN,
      paths,
      method,
      operation,
    })),
  };
}

test("another catalog is listened for before the old one goes, so that no request falls between", () => {
  const relisten = guardNetwork(catalog, ["*://old.example/*"], () => CANCEL);
  const changes: string[] = [];
  registered.onChange = (change) => changes.push(change);
  relisten(HEADLESS, ["*://new.example/*"]);
  expect(changes).toEqual(["before added", "headers added", "before removed", "headers removed"]);
  expect([registered.before.length, registered.headers.length]).toEqual([1, 1]);
});

test("a call that began under one catalog is judged by it, though another one is in force at its second event", () => {
  const judged: unknown[] = [];
  const relisten = guardNetwork(catalog, ["<all_urls>"], (_call, _from, by) => {
    judged.push(by);
    return CANCEL;
  });
  expect(registered.before[0]?.({ ...GEMINI, requestBody: { formData: { "f.req": ["[]"] } } })).toEqual(PASS);
  relisten(HEADLESS, ["<all_urls>"]);
  expect(registered.headers[0]?.({ ...GEMINI, requestHeaders: [] })).toEqual(CANCEL);
  expect(judged).toEqual([catalog]);
});
