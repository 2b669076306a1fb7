import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { mediaType } from "../../shared/catalog/files-of-call.ts";
import type { FileFacts } from "../../shared/schema/recognition.ts";
import { type FrameVerdict, FromHook, type ToHook, type Verdict } from "../../shared/wire/page.ts";
import { PAGE_PORT } from "../../shared/wire/page-names.ts";
import type { Bindings, Sender } from "./bindings.ts";
import { Budget } from "./budget.ts";
import { isAdrift, type PageFrame, type PageFrames } from "./page-frame.ts";
import type { PageLists } from "./page-lists.ts";
import type { Replies } from "./replies.ts";
import type { Sockets } from "./sockets.ts";

/** Whom the desk asks. */
export interface Desk {
  readonly frames: PageFrames;
  readonly bindings: Bindings;
  readonly sockets: Sockets;
  readonly replies: Replies;
  readonly lists: PageLists;
  /** True where a call to this address is looked at, so that its body is wanted. */
  readonly isWanted: (url: string, method: string) => boolean;
  /** Whether the network layer has denied this call, and what the page gets; may wait for the person. */
  readonly why: (of: Sender) => Promise<Verdict>;
  /** The page of this tab is gone. */
  readonly left: (tab: number) => void;
}

/** The parts of a message that an answer needs, of whatever else is wrong with it. */
const Rest = z.object({
  type: z.string(),
  n: z._default(z.number(), 0),
  s: z._default(z.number(), 0),
  r: z._default(z.string(), ""),
});

const NONE: Verdict = { kind: "none" };

/**
 * Hears the hooks of pages, and the content scripts beside them. Tab and frame are the browser's word; each message is parsed here, and one that is malformed
 * or beyond the frame's budget is answered closed, so that no page can wear the worker down.
 */
export function hearPages(desk: Desk): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== PAGE_PORT || port.sender?.id !== browser.runtime.id) return;
    const { tab, frameId, url } = port.sender;
    if (tab?.id === undefined || frameId === undefined) return port.disconnect();
    hear(desk, port, { tab: tab.id, frame: frameId, url: url ?? null, say: (message) => say(port, message) });
  });
}

function hear(desk: Desk, port: Runtime.Port, page: PageFrame): void {
  const budget = new Budget(Date.now());
  desk.frames.add(page);
  port.onMessage.addListener((message: unknown) => {
    const parsed = z.safeParse(FromHook, message);
    if (parsed.success && budget.spend(bytesOf(parsed.data), Date.now()))
      return take(desk, page, parsed.data);
    if (!parsed.success) budget.spend(0, Date.now());
    if (!budget.isFlooded) return answerClosed(page, message);
    leave(desk, page);
    port.disconnect();
  });
  port.onDisconnect.addListener(() => leave(desk, page));
  desk.lists.ask(page);
}

function leave({ frames, sockets, replies, lists, left }: Desk, page: PageFrame): void {
  frames.remove(page);
  sockets.left(page);
  replies.left(page);
  lists.left(page);
  if (page.frame === 0) left(page.tab);
}

function take(desk: Desk, page: PageFrame, message: FromHook): void {
  const now = Date.now();
  const { sockets, bindings, replies, lists } = desk;
  switch (message.type) {
    case "claim":
      return page.say({ type: "claimed", n: message.n, wanted: desk.isWanted(message.url, message.method) });
    case "bind": {
      const { nonce, bytes, size, files } = message;
      bindings.bind(nonce, senderOf(page, message), { bytes, size, files: files.map(factsOf) }, now);
      return page.say({ type: "bound", n: message.n });
    }
    case "why":
      return void answerWhy(desk, page, message);
    case "nonces":
      return sockets.offer(page, message.nonces);
    case "socket": {
      const { s, nonce, url } = message;
      return page.say({ type: "socket", s, inspect: sockets.announce(page, s, nonce, url) });
    }
    case "channel":
      return page.say({ type: "socket", s: message.s, inspect: sockets.channel(page, message.s) });
    case "frame": {
      const { s, n, data } = message;
      const verdict = sockets.frame(page, s, data, now);
      if (verdict instanceof Promise) return void sayLater(page, s, n, verdict);
      return page.say({ type: "frame", s, n, verdict });
    }
    case "received":
      return sockets.received(page, message.s, message.data, now);
    case "closed":
      return sockets.closed(page, message.s);
    case "reply":
      return replies.begin(page, message, now);
    case "chunk":
      return replies.chunk(page, message.r, message.data, now);
    case "end":
      return replies.end(page, message.r);
    case "scripts":
      return lists.take(page, message);
  }
}

/** A type is the page's own word, so it must at least look like one. */
function factsOf({ name, type, size }: FileFacts): FileFacts {
  return { name, type: mediaType(type ?? ""), size };
}

async function answerWhy(desk: Desk, page: PageFrame, message: FromHook & { type: "why" }): Promise<void> {
  const verdict = await desk.why(senderOf(page, message)).catch(() => NONE);
  page.say({ type: "verdict", n: message.n, verdict });
}

/** The person is asked about a frame: it goes out, or not, when they have answered. */
async function sayLater(page: PageFrame, s: number, n: number, answer: Promise<FrameVerdict>): Promise<void> {
  const verdict = await answer.catch((): FrameVerdict => ({ kind: "drop" }));
  page.say({ type: "frame", s, n, verdict });
}

/** What a message gets that was not read: no body bound, no frame sent, no reply let on unread. */
function answerClosed(page: PageFrame, message: unknown): void {
  const rest = z.safeParse(Rest, message);
  if (!rest.success) return;
  const answer = closed(rest.data);
  if (answer !== null) page.say(answer);
}

function closed({ type, n, s, r }: z.infer<typeof Rest>): ToHook | null {
  switch (type) {
    case "claim":
      return { type: "claimed", n, wanted: false };
    case "bind":
      return { type: "bound", n };
    case "why":
      return { type: "verdict", n, verdict: NONE };
    case "socket":
    case "channel":
      return { type: "socket", s, inspect: true };
    case "frame":
      return { type: "frame", s, n, verdict: { kind: "drop" } };
    case "received":
      return { type: "cut", s };
    case "reply":
    case "chunk":
      return { type: "cut", r };
    default:
      return null;
  }
}

function senderOf(page: PageFrame, { method, url }: { method: string; url: string }): Sender {
  return { tab: page.tab, frame: page.frame, method, url, ...(isAdrift(page) ? { adrift: true } : {}) };
}

function bytesOf(message: FromHook): number {
  if (message.type === "bind") return message.bytes?.length ?? 0;
  if (message.type === "scripts") return message.text.length;
  return "data" in message ? message.data.length : 0;
}

function say(port: Runtime.Port, message: ToHook): void {
  try {
    port.postMessage(message);
  } catch {
    // The frame went away between its event and this call: nobody is left to be told.
  }
}
