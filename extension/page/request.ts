import { isHidden, OwnRequest, requestHeaders } from "./body.ts";
import {
  apply,
  bare,
  construct,
  copyOfBytes,
  defineProperty,
  free,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getter,
  indexOf,
  is,
  isObject,
  own,
  SafeMap,
  SafeWeakMap,
  slice,
  upperCase,
} from "./primordials.ts";
import { makeNative, replaceConstructor, replaceMethod } from "./replace.ts";
import { messageOf } from "./stack.ts";

const prototype = Request.prototype;
const plain = Object.prototype;
const eachHeader = free(Headers.prototype.forEach);
const ATTRIBUTES = [
  "method",
  "mode",
  "credentials",
  "cache",
  "redirect",
  "referrer",
  "referrerPolicy",
  "integrity",
  "keepalive",
] as const;
const readers = new SafeMap<string, (request: Request) => unknown>();
for (let index = 0; index < ATTRIBUTES.length; index += 1) {
  const name = ATTRIBUTES[index];
  if (name !== undefined) readers.set(name, getter(prototype, name));
}

export const requestUrl = getter(prototype, "url");
export const requestMethod = getter(prototype, "method");
export const requestSignal = getter(prototype, "signal");
export const requestReferrer = getter(prototype, "referrer");
export const requestPolicy = getter(prototype, "referrerPolicy");

/** What is known of the body of a request that was made here. */
interface Known {
  /** The network layer will not see it. */
  readonly hidden: boolean;
  /** What it was made of, where that is for good: for another try. */
  readonly body: BodyInit | null;
}

const known = new SafeWeakMap<Request, Known>();
const NO_BODY: Known = { hidden: false, body: null };
/** A body that was given in a way that cannot be looked at twice, or somewhere else. */
const UNKNOWN: Known = { hidden: true, body: null };

export function isRequest(value: unknown): value is Request {
  return is(value as Request, requestUrl);
}

/** What is known of a request's body. */
export function bodyOf(request: Request): Known {
  const method = requestMethod(request);
  return method === "GET" || method === "HEAD" ? NO_BODY : (known.get(request) ?? UNKNOWN);
}

/** All that is known of a request but its body and signal, for one like it to another address. */
export function initOf(request: Request): RequestInit {
  const init: Record<string, unknown> = bare({});
  readers.each((read, name) => {
    init[name] = read(request);
  });
  init["headers"] = headersOf(request);
  return init;
}

/** The headers of a request as a bare record, which the browser reads without asking any prototype. */
function headersOf(request: Request): Record<string, string> {
  const record: Record<string, string> = bare({});
  eachHeader(requestHeaders(request), (value, name) => {
    record[name] = value;
  });
  return record;
}

/** How Chromium and Firefox begin to say what is wrong with a request, and with a fetch. */
const WORDS = [
  ["Failed to construct 'Request': ", "Failed to execute 'fetch' on 'Window': "],
  ["Request constructor: ", "Window.fetch: "],
] as const;

/** A request of the arguments of a fetch; where they are wrong, the page hears what fetch would have said. */
export function makeRequest(args: unknown[]): Request {
  try {
    return noted(construct(OwnRequest, args) as Request, args[0], args[1]);
  } catch (cause) {
    const message = messageOf(cause);
    for (let index = 0; index < WORDS.length; index += 1) {
      const constructing = WORDS[index]?.[0] ?? "";
      if (indexOf(message, constructing) !== 0) continue;
      const value = `${WORDS[index]?.[1]}${slice(message, constructing.length)}`;
      defineProperty(cause as object, "message", bare({ value }));
    }
    throw cause;
  }
}

/** Keeps note of the bodies that requests are made of. */
export function watchRequests(): void {
  replaceConstructor("Request", (native, args, target) =>
    noted(makeNative(native, args, target) as Request, args[0], args[1]),
  );
  replaceMethod(prototype, "clone", (native, self, args) => {
    const clone = apply(native, self, args) as Request;
    const body = streamed(bodyOf(self as Request));
    known.set(clone, body);
    known.set(self as Request, body);
    return clone;
  });
}

/** A request that was cloned has its body in two streams, which the network layer does not see. */
function streamed(of: Known): Known {
  return of === NO_BODY ? of : { hidden: true, body: of.body };
}

function noted(made: Request, input: unknown, init: unknown): Request {
  known.set(made, madeOf(input, init, upperCase(requestMethod(made))));
  return made;
}

/** No getter of the page's is called a second time. */
function madeOf(input: unknown, init: unknown, method: string): Known {
  if (isObject(init)) {
    const body = own(init, "body") as BodyInit | null | undefined;
    if (body !== undefined && body !== null)
      return { hidden: isHidden(body, method), body: copyOfBytes(body) ?? body };
    if (!isPlain(getPrototypeOf(init)) || getOwnPropertyDescriptor(init, "body")?.get !== undefined)
      return UNKNOWN;
  }
  if (!isRequest(input)) return NO_BODY;
  const { hidden, body } = bodyOf(input);
  return { hidden: hidden || (method === "PATCH" && body !== null), body };
}

function isPlain(parent: object | null): boolean {
  return parent === plain || parent === null;
}
