import { beforeEach, expect, test, vi } from "vitest";
import type { ToHook } from "../../../shared/wire/page.ts";
import { MOST_SCRIPTS } from "../../../shared/wire/page-names.ts";
import { CLEARANCE } from "../states.ts";

const connected = vi.hoisted(() => ({ listeners: [] as ((port: unknown) => void)[] }));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: {
      id: "ours",
      onConnect: { addListener: (listener: (port: unknown) => void) => connected.listeners.push(listener) },
    },
  },
}));

const { Bindings } = await import("../../../extension/worker/bindings.ts");
const { hearPages } = await import("../../../extension/worker/page-desk.ts");
const { PageFrames } = await import("../../../extension/worker/page-frame.ts");
const { PageLists } = await import("../../../extension/worker/page-lists.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");
const { Replies } = await import("../../../extension/worker/replies.ts");
const { Sockets } = await import("../../../extension/worker/sockets.ts");
const { catalogHosts, indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");

type Desk = Parameters<typeof hearPages>[0];
const catalog = indexCatalog(SERVICES);
const IN_FORCE = { now: { catalog, hosts: catalogHosts(catalog) } };
const NONCE = "0123456789abcdef0123456789abcdef";
const FILES = "https://api.openai.com/v1/files";

beforeEach(() => {
  connected.listeners.length = 0;
});

/** The content script's end of a port from one frame. */
function connect(given: Partial<Desk> = {}, sender: object = { id: "ours", tab: { id: 4 }, frameId: 2 }) {
  const said: ToHook[] = [];
  const hear: ((message: unknown) => void)[] = [];
  const end: (() => void)[] = [];
  const disconnect = vi.fn();
  const bindings = new Bindings();
  const frames = new PageFrames();
  const posture = new Posture("1.0.0", 0);
  const nothing = { frame: () => ({ id: "record", raised: null }), served: () => undefined };
  hearPages({
    frames,
    bindings,
    sockets: new Sockets(IN_FORCE, posture, nothing),
    replies: new Replies(frames),
    lists: new PageLists(
      () => catalog,
      () => undefined,
    ),
    isWanted: () => true,
    why: () => Promise.resolve({ kind: "none" }),
    left: () => undefined,
    ...given,
  });
  connected.listeners[0]?.({
    name: "page",
    sender: { url: "https://chatgpt.com/", ...sender },
    postMessage: (message: ToHook) => said.push(message),
    onMessage: { addListener: (listener: (message: unknown) => void) => hear.push(listener) },
    onDisconnect: { addListener: (listener: () => void) => end.push(listener) },
    disconnect,
  });
  const tell = (message: unknown) => hear.forEach((listener) => listener(message));
  return { said, tell, bindings, frames, disconnect, end: () => end.forEach((listener) => listener()) };
}

const bind = (n: number) => ({
  type: "bind",
  n,
  nonce: NONCE,
  method: "POST",
  url: FILES,
  contentType: null,
  bytes: new Uint8Array([1]),
  size: 1,
  files: [],
});

test("a body is bound to the tab and frame of the port, whatever the message says of them", () => {
  const { said, tell, bindings } = connect();
  tell({ type: "claim", n: 1, method: "POST", url: FILES });
  tell(bind(1));
  expect(said).toEqual([
    { type: "claimed", n: 1, wanted: true },
    { type: "bound", n: 1 },
  ]);
  const of = { tab: 4, frame: 2, method: "POST", url: FILES };
  expect(bindings.take(NONCE, of, Date.now())).toMatchObject({ kind: "bytes" });
});

test("a page that holds a list is asked by the address that the browser tells, and heard within its budget", () => {
  const learned: string[] = [];
  const lists = new PageLists(
    () => catalog,
    (service) => learned.push(service),
  );
  const sender = { id: "ours", tab: { id: 4 }, frameId: 0, url: "https://arena.ai/" };
  const { said, tell } = connect({ lists }, sender);
  expect(said).toEqual([{ type: "gather", n: 1, keys: ["initialModels"] }]);
  tell({ type: "scripts", n: 1, text: "x".repeat(MOST_SCRIPTS + 1), last: true });
  tell({ type: "scripts", n: 1, text: "x", last: true, url: "https://arena.ai/" });
  expect(learned).toEqual([]);
  const take = vi.spyOn(lists, "take");
  for (let n = 0; n < 40; n += 1)
    tell({ type: "scripts", n: 1, text: "x".repeat(MOST_SCRIPTS), last: false });
  expect(take.mock.calls.length).toBeLessThan(40);
});

test("a question about a failed call is put for the frame that asks, and its answer may come later", async () => {
  const asked: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Desk["why"]>>>();
  const why: Desk["why"] = (of) => {
    asked.push(of);
    return promise;
  };
  const { said, tell } = connect({ why });
  tell({ type: "why", n: 3, method: "POST", url: FILES });
  expect(asked).toEqual([{ tab: 4, frame: 2, method: "POST", url: FILES }]);
  expect(said).toEqual([]);
  resolve({ kind: "again" });
  await vi.waitFor(() => expect(said).toEqual([{ type: "verdict", n: 3, verdict: { kind: "again" } }]));
});

test("an answer that cannot be had leaves the page its own failure", async () => {
  const { said, tell } = connect({ why: () => Promise.reject(new Error("broken")) });
  tell({ type: "why", n: 3, method: "POST", url: FILES });
  await vi.waitFor(() => expect(said).toEqual([{ type: "verdict", n: 3, verdict: { kind: "none" } }]));
});

test.each<[string, unknown, ToHook | undefined]>([
  ["a claim", { type: "claim", n: 1, url: 7 }, { type: "claimed", n: 1, wanted: false }],
  ["a body", { ...bind(2), nonce: "short" }, { type: "bound", n: 2 }],
  ["a question", { type: "why", n: 3, tab: 1 }, { type: "verdict", n: 3, verdict: { kind: "none" } }],
  ["a socket", { type: "socket", s: 4 }, { type: "socket", s: 4, inspect: true }],
  [
    "a frame",
    { type: "frame", s: 5, n: 6, data: {} },
    { type: "frame", s: 5, n: 6, verdict: { kind: "drop" } },
  ],
  ["a frame of the service's", { type: "received", s: 7 }, { type: "cut", s: 7 }],
  ["a piece of a reply", { type: "chunk", r: "reply-1" }, { type: "cut", r: "reply-1" }],
  ["what we do not know", { type: "clearance", level: 9 }, undefined],
  ["what is no message", 17, undefined],
])("%s that is malformed is answered closed", (_what, message, answer) => {
  const { said, tell, bindings } = connect();
  tell(message);
  expect(said).toEqual(answer === undefined ? [] : [answer]);
  expect(bindings.take(NONCE, { tab: 4, frame: 2, method: "POST", url: FILES }, Date.now())).toBeNull();
});

test("a frame that floods is answered closed, and in the end not heard any more", () => {
  const isWanted = vi.fn(() => true);
  const { said, tell, disconnect, frames } = connect({ isWanted });
  for (let n = 0; n < 30_000; n += 1) tell({ type: "claim", n, method: "POST", url: FILES });
  expect(isWanted.mock.calls.length).toBeLessThan(10_000);
  expect(said.filter((one) => one.type === "claimed" && !one.wanted).length).toBeGreaterThan(10_000);
  expect(disconnect).toHaveBeenCalled();
  expect(frames.at(4, 2)).toBeNull();
});

test.each<[string, object]>([
  ["another extension", { id: "theirs", tab: { id: 4 }, frameId: 2 }],
  ["a page of ours that is no tab", { id: "ours" }],
])("a port from %s is not heard", (_what, sender) => {
  const { said, tell } = connect({}, sender);
  tell({ type: "claim", n: 1, method: "POST", url: FILES });
  expect(said).toEqual([]);
});

test("nothing that the desk says to a page holds a clearance or a name", () => {
  const { said, tell } = connect();
  const everything = [
    { type: "claim", n: 1, method: "POST", url: FILES },
    bind(2),
    { type: "channel", s: 1, label: "x" },
  ];
  for (const message of everything) tell(message);
  tell({ type: "frame", s: 1, n: 1, data: "hello there" });
  expect(JSON.stringify(said)).not.toContain(CLEARANCE.holder.id);
  expect(said.map(({ type }) => type)).toEqual(["claimed", "bound", "socket", "frame"]);
});
