import { beforeEach, expect, test, vi } from "vitest";
import type { Recognizer } from "../../../shared/schema/recognizer.ts";
import type { Call } from "../../../shared/schema/call.ts";

type Listener = (details: Record<string, unknown>) => unknown;

const registered = vi.hoisted(() => {
  const all = {
    before: [] as Listener[],
    headers: [] as Listener[],
    received: [] as Listener[],
    onChange: (_change: string): void => undefined,
    event: (name: "before" | "headers" | "received") => ({
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
    runtime: { getURL: () => "chrome-extension://lanyard/" },
    webRequest: {
      onBeforeRequest: registered.event("before"),
      onBeforeSendHeaders: registered.event("headers"),
      onHeadersReceived: registered.event("received"),
    },
  },
}));

const { indexCatalog, matchPatterns } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");
const { guardNetwork, CANCEL, PASS } = await import("../../../extension/worker/network.ts");
const { Patience } = await import("../../../extension/worker/patience.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");

const catalog = indexCatalog(SERVICES);
type Gate = Parameters<typeof guardNetwork>[2];

const cancel = () => CANCEL;
const ignore = () => undefined;
const broken = () => {
  throw new Error("broken");
};

/** A gate that cancels whatever it is asked about, but for what a test says. */
function gateWith(given: Partial<Gate> = {}): Gate {
  return { call: cancel, bound: () => null, handshake: cancel, opened: cancel, navigates: ignore, ...given };
}

const NONCE = "0123456789abcdef0123456789abcdef";
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

const SOCKET = {
  ...API,
  method: "GET",
  type: "websocket",
  url: `wss://lanyard:${NONCE}@api.openai.com/v1/realtime?model=gpt-realtime`,
};

function keeping(calls: Call[], given: Partial<Gate> = {}): Gate {
  const call = (one: Call) => {
    calls.push(one);
    return CANCEL;
  };
  return gateWith({ call, ...given });
}

beforeEach(() => {
  Object.assign(registered, { before: [], headers: [], received: [], onChange: () => undefined });
});

test("a gate that throws cancels the call: the browser itself would let it pass", () => {
  guardNetwork(catalog, ["<all_urls>"], gateWith({ call: broken, handshake: broken, opened: broken }));
  expect(registered.before[0]?.(API)).toEqual(CANCEL);
  expect(registered.headers[0]?.(GEMINI)).toEqual(CANCEL);
  expect(registered.before[0]?.(SOCKET)).toEqual(CANCEL);
  expect(registered.received[0]?.(SOCKET)).toEqual(CANCEL);
});

test("a page that is asked for is told of first, also where nothing is to be decided, and a throw on the way cancels it", () => {
  const told: string[] = [];
  const note = (what: string) => (): typeof CANCEL => {
    told.push(what);
    return CANCEL;
  };
  const page = { ...API, method: "GET", type: "main_frame", url: "https://chatgpt.com/" };
  guardNetwork(catalog, ["<all_urls>"], gateWith({ navigates: note("asked"), call: note("decided") }));
  expect(registered.before[0]?.(page)).toEqual(PASS);
  expect(registered.before[0]?.({ ...page, url: "https://chatgpt.com/?q=secret" })).toEqual(CANCEL);
  expect(registered.before[0]?.(API)).toEqual(CANCEL);
  expect(told).toEqual(["asked", "asked", "decided", "decided"]);
  guardNetwork(catalog, ["<all_urls>"], gateWith({ navigates: broken }));
  expect(registered.before[3]?.(page)).toEqual(CANCEL);
});

test("with patience a page is told of at once, before anybody waits", async () => {
  const told: string[] = [];
  const navigates = () => void told.push("asked");
  const patience = new Patience(new Posture("1.0.0", 0), 0);
  guardNetwork(catalog, ["<all_urls>"], gateWith({ navigates }), patience);
  const answer = registered.before[0]?.({ ...API, type: "main_frame" });
  expect(told).toEqual(["asked"]);
  expect(await answer).toEqual(CANCEL);
});

test("with patience a gate that throws cancels too: Firefox would let a call pass whose promise rejects", async () => {
  const posture = new Posture("1.0.0", 0);
  guardNetwork(catalog, ["<all_urls>"], gateWith({ call: broken }), new Patience(posture, 0));
  expect(await registered.before[0]?.(API)).toEqual(CANCEL);
  expect(await registered.headers[0]?.(GEMINI)).toEqual(CANCEL);
});

test("a call that is no AI call never reaches the gate", () => {
  guardNetwork(catalog, ["<all_urls>"], gateWith());
  expect(registered.before[0]?.({ ...API, url: "https://example.com/index.html", method: "GET" })).toEqual(
    PASS,
  );
});

const BYTES = { raw: [{ bytes: new TextEncoder().encode("{}").buffer }] };
const NOTION = { ...API, url: "https://www.notion.so/api/v3/runInferenceTranscript" };

test.each([
  ["other letters", NOTION.url.toLowerCase(), "unreadable"],
  ["an escape", NOTION.url.replace("run", "r%75n"), "bytes"],
  ["other letters and an escape", NOTION.url.toLowerCase().replace("run", "r%75n"), "bytes"],
  ["other letters, and the hook's mark", `${NOTION.url.toLowerCase()}#lanyard=${NONCE}`, "unreadable"],
  [
    "other letters, with a name and an escape elsewhere",
    "https://a%20:b@www.notion.so/API/v3/runInferenceTranscript#%20",
    "unreadable",
  ],
])(
  "a call that no pattern lets through for %s is judged once, for letters with its body unread",
  (_what, url, kind) => {
    const calls: Call[] = [];
    guardNetwork(catalog, matchPatterns(catalog), keeping(calls));
    const others = registered.before.slice(1);
    const answers = (seen: object) =>
      others.map((listener) => listener({ ...NOTION, requestBody: BYTES, ...seen }));
    expect(answers({ url }).filter((answer) => answer !== PASS)).toEqual([CANCEL]);
    expect(answers({})).toEqual([PASS, PASS]);
    expect(answers({ url: "https://www.notion.so/api/v3/Search%20" })).toEqual([PASS, PASS]);
    expect(calls).toMatchObject([{ body: { kind } }]);
  },
);

test("where the model is in a header, body and headers reach the gate together, once", () => {
  const calls: Call[] = [];
  guardNetwork(catalog, ["<all_urls>"], keeping(calls));
  expect(registered.before[0]?.({ ...GEMINI, requestBody: { formData: { "f.req": ["[]"] } } })).toEqual(PASS);
  expect(
    registered.headers[0]?.({ ...GEMINI, requestHeaders: [{ name: "X-Same-Domain", value: "1" }] }),
  ).toEqual(CANCEL);
  expect(calls).toMatchObject([{ headers: { "x-same-domain": "1" }, body: { kind: "form" } }]);
});

test("headers without their body, as after a restart of the worker between the two events, make the body unreadable", () => {
  const calls: Call[] = [];
  guardNetwork(catalog, ["<all_urls>"], keeping(calls));
  registered.headers[0]?.({ ...GEMINI, requestHeaders: [] });
  expect(calls).toMatchObject([{ body: { kind: "unreadable" } }]);
});

test("a body that the event cannot show is the one that the hook bound to the nonce, under the address without it", () => {
  const calls: Call[] = [];
  const bytes = new TextEncoder().encode("{}");
  const asked: unknown[] = [];
  const bound: Gate["bound"] = (...of) => {
    asked.push(of);
    return { kind: "bytes", bytes };
  };
  guardNetwork(catalog, ["<all_urls>"], keeping(calls, { bound }));
  const marked = { ...API, frameId: 0, url: `${API.url}#lanyard=${NONCE}` };
  registered.before[0]?.({ ...marked, requestBody: { error: "Unknown error." } });
  registered.before[0]?.({ ...marked, method: "PATCH" });
  expect(calls).toMatchObject([
    { url: API.url, body: { bytes } },
    { url: API.url, body: { bytes } },
  ]);
  expect(asked[0]).toEqual([NONCE, { tab: 1, frame: 0, method: "POST", url: API.url }]);
});

test("a body that the event shows counts, whatever the hook has bound", () => {
  const calls: Call[] = [];
  const bytes = new TextEncoder().encode("{}");
  guardNetwork(catalog, ["<all_urls>"], keeping(calls, { bound: () => ({ kind: "bytes", bytes }) }));
  const shown = new TextEncoder().encode("shown").buffer;
  registered.before[0]?.({
    ...API,
    url: `${API.url}#lanyard=${NONCE}`,
    requestBody: { raw: [{ bytes: shown }] },
  });
  expect(calls.map(({ body }) => body.kind === "bytes" && new TextDecoder().decode(body.bytes))).toEqual([
    "shown",
  ]);
});

test("a socket whose frames matter is asked about twice, with its nonce and without it in the address", () => {
  const seen: unknown[] = [];
  const keep: Gate["handshake"] = (at) => {
    seen.push([at.url, at.nonce]);
    return PASS;
  };
  guardNetwork(catalog, ["<all_urls>"], gateWith({ handshake: keep, opened: keep }));
  registered.before[0]?.(SOCKET);
  registered.received[0]?.(SOCKET);
  const once = ["wss://api.openai.com/v1/realtime?model=gpt-realtime", NONCE];
  expect(seen).toEqual([once, once]);
});

test("a WebTransport session is a socket whose frames nobody sees", () => {
  const seen: unknown[] = [];
  const handshake: Gate["handshake"] = (at) => {
    seen.push([at.url, at.nonce]);
    return CANCEL;
  };
  guardNetwork(catalog, ["<all_urls>"], gateWith({ handshake }));
  const session = {
    ...API,
    method: "CONNECT",
    type: "webtransport",
    url: "https://api.openai.com/v1/realtime",
  };
  expect(registered.before[0]?.(session)).toEqual(CANCEL);
  expect(seen).toEqual([["wss://api.openai.com/v1/realtime", null]]);
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
  const relisten = guardNetwork(catalog, ["*://old.example/*"], gateWith());
  const changes: string[] = [];
  registered.onChange = (change) => changes.push(change);
  relisten(HEADLESS, ["*://new.example/*"]);
  expect(changes).toEqual([
    "before added",
    "before added",
    "before added",
    "headers added",
    "received added",
    "before removed",
    "before removed",
    "before removed",
    "headers removed",
    "received removed",
  ]);
  expect([registered.before.length, registered.headers.length]).toEqual([3, 1]);
});

test("a call that began under one catalog is judged by it, though another one is in force at its second event", () => {
  const judged: unknown[] = [];
  const call: Gate["call"] = (_call, _from, by) => {
    judged.push(by);
    return CANCEL;
  };
  const relisten = guardNetwork(catalog, ["<all_urls>"], gateWith({ call }));
  expect(registered.before[0]?.({ ...GEMINI, requestBody: { formData: { "f.req": ["[]"] } } })).toEqual(PASS);
  relisten(HEADLESS, ["<all_urls>"]);
  expect(registered.headers[0]?.({ ...GEMINI, requestHeaders: [] })).toEqual(CANCEL);
  expect(judged).toEqual([catalog]);
});

test("with patience the first turn's listeners stay, since a call that woke the event page may still be on its way to them, and answer with the others once", async () => {
  const judged: unknown[] = [];
  const call: Gate["call"] = (_call, _from, by) => {
    judged.push(by);
    return CANCEL;
  };
  const relisten = guardNetwork(
    catalog,
    ["<all_urls>"],
    gateWith({ call }),
    new Patience(new Posture("1.0.0", 0), 0),
  );
  const [first] = registered.before;
  const next = indexCatalog(SERVICES);
  relisten(next, ["<all_urls>"]);
  relisten(catalog, ["<all_urls>"]);
  relisten(next, ["<all_urls>"]);
  expect(registered.before).toHaveLength(6);
  expect(registered.before[0]).toBe(first);
  const answers = await Promise.all(registered.before.map((listener) => listener(API)));
  expect(answers).toEqual([CANCEL, PASS, PASS, CANCEL, PASS, PASS]);
  expect(judged).toHaveLength(1);
  expect(judged[0]).toBe(next);
  await registered.before[3]?.({ ...API, requestId: "2" });
  expect(judged).toHaveLength(2);
});
