import { beforeEach, expect, test, vi } from "vitest";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { AuditEvent as AnyEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";

interface Listening {
  readonly listener: (details: Record<string, unknown>) => unknown;
  readonly filter: { readonly urls: readonly string[]; readonly types: readonly string[] };
  readonly extra: readonly string[] | undefined;
}

const fake = vi.hoisted(() => ({ listening: [] as unknown[], session: {} as Record<string, unknown> }));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: { getURL: () => "chrome-extension://id/" },
    webRequest: {
      onBeforeRequest: {
        addListener: (listener: unknown, filter: unknown, extra: unknown) =>
          fake.listening.push({ listener, filter, extra }),
      },
    },
    storage: {
      session: {
        get: () => Promise.resolve(structuredClone(fake.session)),
        set: (items: object) => Promise.resolve(void Object.assign(fake.session, structuredClone(items))),
      },
    },
  },
}));

const { unknownHosts } = await import("../../../shared/catalog/ai-hosts.ts");
const { indexCatalog, recognize } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");
const { Discovery, watchUnknownHosts } = await import("../../../extension/worker/discovery.ts");
const { lookForDrift } = await import("../../../extension/worker/degraded.ts");

const catalog = indexCatalog(SERVICES);
const HOUR = 3_600_000;

beforeEach(() => {
  fake.listening.length = 0;
  fake.session = {};
});

function world() {
  const told: AuditEvent[] = [];
  const discovery = new Discovery((event) => told.push(event));
  watchUnknownHosts(catalog, discovery);
  const { listener, filter, extra } = fake.listening.at(-1) as Listening;
  const request = (url: string, method = "POST", type = "xmlhttprequest") => listener({ url, method, type });
  return { told, discovery, request, filter, extra };
}

test("the listener does not block, asks for no body, and hears of little but listed hosts", () => {
  const { extra, filter, request } = world();
  expect(extra).toBeUndefined();
  expect(filter.types).not.toContain("image");
  expect(filter.urls).toContain("*://*.novelai.net/*");
  expect(filter.urls).toContain("wss://*/*");
  expect(filter.urls.filter((url) => url.includes("chatgpt.com"))).toEqual([]);
  expect(request("https://novelai.net/ai/generate")).toBeUndefined();
});

test("every listed host is heard of, and what is heard of besides is told to nobody", async () => {
  const { filter, told, request } = world();
  const heard = (host: string) =>
    filter.urls.some((url) => host.endsWith(/^\*:\/\/\*(\..+)\/\*$/.exec(url)?.[1] ?? "/"));
  const { hosts } = unknownHosts(catalog);
  expect(hosts.filter((host) => !heard(`.${host}`))).toEqual([]);
  expect(hosts.length).toBeGreaterThan(300);
  request("https://claude.ai/api", "POST");
  request("https://nobody-knows.ai/", "GET", "main_frame");
  request("wss://chat.example/live", "GET", "websocket");
  request("https://novelai.net/");
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told).toMatchObject([{ host: "novelai.net" }]);
});

test("an AI host that no recognizer knows is told by name and counts, with nothing of path or query", async () => {
  const { told, request, discovery } = world();
  request("https://novelai.net/login?token=secret", "GET", "main_frame");
  await vi.waitFor(() => expect(told).toHaveLength(1));
  request("https://user-7.novelai.net/ai/secret?prompt=secret");
  request("wss://user-7.novelai.net/ai/secret", "GET", "websocket");
  request("https://novelai.net/status", "GET");
  discovery.tellDue(Date.now() + HOUR);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toMatchObject([
    { kind: "discovery", what: "unknown_service", host: "novelai.net", service: null, visits: 1, calls: 0 },
    { kind: "discovery", host: "novelai.net", visits: 0, calls: 2 },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/secret|user-7/);
  expect(told.every((event) => AnyEvent.safeParse(event).success)).toBe(true);
});

test("a host that a record knows is none of its business, though the list names what is above it", async () => {
  const { told, request } = world();
  request("https://api.cohere.com/v2/chat");
  request("https://novelai.net/");
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told).toMatchObject([{ host: "novelai.net" }]);
});

test("counts outlast the worker", async () => {
  const first = world();
  first.request("https://novelai.net/");
  first.request("https://novelai.net/");
  await vi.waitFor(() => expect(fake.session).toHaveProperty("discovery.0.waiting.calls", 1));
  const second = world();
  second.request("https://novelai.net/");
  second.discovery.tellDue(Date.now() + HOUR);
  await vi.waitFor(() => expect(second.told).toHaveLength(1));
  expect(second.told).toMatchObject([{ calls: 2 }]);
});

test("what was kept and does not parse is dropped", async () => {
  fake.session = { discovery: [{ key: "x", thing: { kind: "decision" } }] };
  const { told, request } = world();
  request("https://novelai.net/");
  await vi.waitFor(() => expect(told).toHaveLength(1));
});

function drifted(url: string, body: unknown): Call {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { method: "POST", url, headers: null, body: { kind: "bytes", bytes }, frames: [] };
}

test("a drifted body is told once an hour with its structure, and with none of its values", async () => {
  const { told, discovery } = world();
  const call = drifted("https://chatgpt.com/backend-api/f/conversation?q=secret", {
    engine: "secret",
    turns: [{ who: "secret", "secret@example.com": 7_654_321 }],
  });
  for (let n = 0; n < 3; n += 1)
    lookForDrift(discovery, catalog, call, recognize(catalog, call, { prompt: true }));
  discovery.tellDue(Date.now() + HOUR);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  const known = { kind: "degraded", service: "chatgpt-web", reason: "nothing_found", form: "json" };
  const structure = '{"engine":"string","turns":[{"who":"string","<key>":"number"}]}';
  expect(told).toMatchObject([
    { ...known, path: "/backend-api/f/conversation", structure, calls: 1 },
    { ...known, structure, calls: 2 },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/secret|7654321/);
  expect(told.every((event) => AnyEvent.safeParse(event).success)).toBe(true);
});

test("a call at a path that the record does not have is told with its service", async () => {
  const { told, discovery } = world();
  const call = drifted("https://chatgpt.com/backend-api/secret", { model: "gpt-5.5", messages: ["hi"] });
  lookForDrift(discovery, catalog, call, recognize(catalog, call, { prompt: true }));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  const known = { kind: "discovery", what: "unknown_path", host: "chatgpt.com", service: "chatgpt-web" };
  expect(told).toMatchObject([{ ...known, visits: 0, calls: 1 }]);
  expect(JSON.stringify(told)).not.toContain("secret");
});
