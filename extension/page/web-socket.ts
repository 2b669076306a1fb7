import { MARK } from "../../shared/wire/page-names.ts";
import type { Conversations } from "./conversations.ts";
import type { Line } from "./line.ts";
import { NoncePool } from "./nonce-pool.ts";
import {
  addressOf,
  apply,
  free,
  getter,
  isObject,
  lengthOf,
  listen,
  messageData,
  SafeWeakMap,
  setPassword,
  setProtocol,
  setUser,
  urlHash,
  urlHref,
  urlPassword,
  urlProtocol,
  urlUser,
  utf8,
  textOf,
} from "./primordials.ts";
import { makeNative, type Native, replaceConstructor, replaceGetter, replaceMethod } from "./replace.ts";

const prototype = WebSocket.prototype;
const stateOf = getter(prototype, "readyState");
const nativeSend = free(prototype.send) as (socket: WebSocket, data: unknown) => void;
const nativeClose = free(prototype.close);
const CLOSING = 2;
const OPEN = 1;

/** The address of each socket as the page wrote it. */
const written = new SafeWeakMap<object, string>();

/** Holds what sockets send until the worker knows whether their frames matter, and then what becomes of each. */
export function hookWebSocket(line: Line, conversations: Conversations): void {
  const nonces = new NoncePool(line);
  replaceConstructor("WebSocket", (native, args, target) =>
    line.open && args.length > 0 && typeof args[0] !== "symbol"
      ? open(nonces, conversations, native, args, target)
      : makeNative(native, args, target),
  );
  replaceMethod(prototype, "send", (native, self, args) => {
    const conversation = isObject(self) ? conversations.of(self) : undefined;
    const data = args[0];
    const holds = args.length > 0 && typeof data !== "symbol" && conversation !== undefined;
    if (holds && stateOf(self as WebSocket) === OPEN && conversation.takes(data)) return undefined;
    return apply(native, self, args);
  });
  replaceMethod(prototype, "close", (native, self, args) => {
    const close = (): unknown => apply(native, self, args);
    const later =
      isObject(self) && isGoodClose(args[0], args[1]) && conversations.of(self)?.closesLater(close);
    return later === true ? undefined : close();
  });
  const of = (socket: object) => conversations.of(socket);
  replaceGetter(prototype, "url", (socket, native) => {
    const url = native();
    return written.get(socket) ?? url;
  });
  replaceGetter(prototype, "readyState", (socket, native) => {
    const state = native();
    return state === OPEN && of(socket)?.closing === true ? CLOSING : state;
  });
  replaceGetter(prototype, "bufferedAmount", (socket, native) => {
    const amount = native() as number;
    return amount + (of(socket)?.waiting ?? 0);
  });
}

/** Opens a socket under a nonce by which the network layer knows that its frames are seen here. */
function open(
  nonces: NoncePool,
  conversations: Conversations,
  native: Native,
  args: unknown[],
  target: Native,
): object {
  const text = textOf(args[0]);
  const address = markedAddress(text, nonces);
  const rest = args.length > 1 ? args[1] : undefined;
  if (address === null) return makeNative(native, args.length > 1 ? [text, rest] : [text], target);
  let socket: WebSocket | null = null;
  const { conversation, end } = conversations.begin({
    announce: (s) => ({ type: "socket", s, nonce: address.nonce, url: address.plain }),
    send: (frame) => socket !== null && nativeSend(socket, frame),
    cut: () => socket !== null && nativeClose(socket),
  });
  try {
    const given = args.length > 1 ? [address.marked, rest] : [address.marked];
    socket = makeNative(native, given, target) as WebSocket;
  } catch (cause) {
    end();
    throw cause;
  }
  written.set(socket, address.plain);
  conversations.bind(socket, conversation);
  listen(socket, "message", (event) => conversation.received(messageData(event as MessageEvent)));
  listen(socket, "close", end);
  return socket;
}

/** Null: no address of a socket, which the native constructor says; or the page has put its own user there. */
function markedAddress(
  text: string,
  nonces: NoncePool,
): { readonly plain: string; readonly marked: string; readonly nonce: string } | null {
  const address = addressOf(text);
  if (address === null) return null;
  if (urlProtocol(address) === "https:") setProtocol(address, "wss:");
  if (urlProtocol(address) === "http:") setProtocol(address, "ws:");
  const scheme = urlProtocol(address);
  if (scheme !== "wss:" && scheme !== "ws:") return null;
  if (urlHash(address) !== "" || urlUser(address) !== "" || urlPassword(address) !== "") return null;
  const plain = urlHref(address);
  const nonce = nonces.take();
  setUser(address, MARK);
  setPassword(address, nonce);
  return { plain, marked: urlHref(address), nonce };
}

/** Whether the native socket would take this goodbye, which it must say at once and not when frames are out. */
function isGoodClose(code: unknown, reason: unknown): boolean {
  const good =
    code === undefined || code === 1_000 || (typeof code === "number" && code >= 3_000 && code <= 4_999);
  return good && (reason === undefined || (typeof reason === "string" && lengthOf(utf8(reason)) <= 123));
}
