import { expect, test, vi } from "vitest";
import { CANCEL, PASS } from "../../../extension/worker/network.ts";
import {
  catalog,
  NONCE,
  REALTIME,
  LIVE,
  OPENAI,
  NO_SOL,
  clearance,
  postureWith,
  at,
  pageOf,
} from "./socket-page.ts";

vi.mock("webextension-polyfill", () => ({ default: { runtime: { getURL: () => "chrome-extension://x/" } } }));

/** So many different nonces. */
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => n.toString(16).padStart(32, "0"));

test.each<[string, object]>([
  ["never announced", { nonce: "f".repeat(32) }],
  ["of another tab", { tabId: 2 }],
  ["of another frame", { frameId: 3 }],
  ["for another address", { url: `${REALTIME}?model=gpt-5.6-sol` }],
])("a nonce %s opens nothing", (_what, other) => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  sockets.announce(page, 1, NONCE, `${REALTIME}?model=gpt-realtime`);
  expect(handshakes.opened(at(`${REALTIME}?model=gpt-realtime`, NONCE, other), catalog)).toEqual(CANCEL);
});

test("an announced nonce opens its socket, once", () => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  expect(sockets.announce(page, 1, NONCE, LIVE)).toBe(true);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(PASS);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(CANCEL);
});

test("a handshake that overtakes its announcement opens under a nonce that was offered before, once", () => {
  const { handshakes, sockets, page, send } = pageOf(postureWith(clearance(OPENAI, NO_SOL)));
  sockets.offer(page, [NONCE]);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(PASS);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(CANCEL);
  // What counts is the address that was really opened, whatever is said of it afterwards.
  expect(sockets.announce(page, 1, NONCE, "wss://push.example/feed")).toBe(true);
  expect(send(1, { setup: { model: "models/gemini-3-flash" } })).toBe("drop");
});

test.each<[string, object]>([
  ["another tab", { tabId: 2 }],
  ["another frame", { frameId: 3 }],
])("a nonce that was offered to one frame opens nothing from %s", (_what, other) => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  sockets.offer(page, [NONCE]);
  expect(handshakes.opened(at(LIVE, NONCE, other), catalog)).toEqual(CANCEL);
});

test("nonces end with their frame, and a frame has only so many, which is no other frame's loss", () => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  const other = { ...page, frame: 3 };
  sockets.offer(other, [NONCE]);
  sockets.offer(page, numbered(600));
  expect(handshakes.opened(at(LIVE, numbered(600)[511] ?? ""), catalog)).toEqual(PASS);
  expect(handshakes.opened(at(LIVE, numbered(600)[512] ?? ""), catalog)).toEqual(CANCEL);
  sockets.left(page);
  expect(handshakes.opened(at(LIVE, numbered(600)[0] ?? ""), catalog)).toEqual(CANCEL);
  expect(handshakes.opened(at(LIVE, NONCE, { frameId: 3 }), catalog)).toEqual(PASS);
});

test("any number of sockets may go elsewhere, and nothing of them is kept", () => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  for (const nonce of numbered(2_000)) {
    sockets.offer(page, [nonce]);
    expect(sockets.announce(page, 1, nonce, "wss://push.example/feed")).toBe(false);
  }
  // Such a nonce is spent, so no other socket gets by under it.
  expect(handshakes.opened(at(LIVE, numbered(2_000)[7] ?? ""), catalog)).toEqual(CANCEL);
  sockets.announce(page, 1, NONCE, LIVE);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(PASS);
});

test("any number of sockets may open one after the other, or close before they do", () => {
  const { handshakes, sockets, page, send } = pageOf(postureWith(clearance(OPENAI)));
  for (const [s, nonce] of numbered(2_000).entries()) {
    sockets.offer(page, [nonce]);
    expect(sockets.announce(page, s, nonce, LIVE)).toBe(true);
    if (s % 2 === 0) expect(handshakes.opened(at(LIVE, nonce), catalog)).toEqual(PASS);
    if (s % 2 === 0) expect(send(s, { setup: { model: "models/gemini-3-pro" } })).toBe("send");
    sockets.closed(page, s);
    expect(handshakes.opened(at(LIVE, nonce), catalog)).toEqual(CANCEL);
  }
});

test("one socket too many at once does not open, and one that closes makes room", () => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  const open = (s: number, nonce: string) => {
    expect(sockets.announce(page, s, nonce, LIVE)).toBe(true);
    return handshakes.opened(at(LIVE, nonce), catalog);
  };
  const nonces = numbered(514);
  expect(nonces.slice(0, 512).map((nonce, s) => open(s, nonce))).not.toContainEqual(CANCEL);
  expect(open(512, nonces[512] ?? "")).toEqual(CANCEL);
  sockets.closed(page, 0);
  expect(open(513, nonces[513] ?? "")).toEqual(PASS);
});

test("a handshake under a nonce that was overtaken is refused, and does not make its address forgotten", () => {
  const { handshakes, sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  sockets.offer(page, [NONCE]);
  expect(handshakes.opened(at(LIVE, NONCE), catalog)).toEqual(PASS);
  expect(handshakes.opened(at(LIVE, NONCE, { frameId: 3 }), catalog)).toEqual(CANCEL);
  expect(sockets.announce(page, 1, NONCE, "wss://push.example/feed")).toBe(true);
});
