import { isHidden, OwnRequest, requestHeaders } from "./body.ts";
import {
  apply,
  bare,
  free,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getter,
  indexOf,
  is,
  isObject,
  own,
  SafeWeakMap,
  slice,
  upperCase,
} from "./primordials.ts";
import { makeNative, replaceConstructor, replaceMethod } from "./replace.ts";

const prototype = Request.prototype;
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
const readers = ATTRIBUTES.map((name) => getter(prototype, name));

export const requestUrl = getter(prototype, "url");
export const requestMethod = getter(prototype, "method");
export const requestSignal = getter(prototype, "signal");
export const requestReferrer = getter(prototype, "referrer");
export const requestPolicy = getter(prototype, "referrerPolicy");
export const cloneRequest = free(prototype.clone);

/** Whether the network layer will see the body of a request, for those that were made here. */
const hidden = new SafeWeakMap<Request, boolean>();

export function isRequest(value: unknown): value is Request {
  return is(value as Request, requestUrl);
}

/** Whether a request has a body that the network layer does not see; of a request from elsewhere, nobody knows. */
export function hidesBody(request: Request): boolean {
  const method = requestMethod(request);
  return method !== "GET" && method !== "HEAD" && (hidden.get(request) ?? true);
}

/** All that is known of a request but its body and signal, for one like it to another address. */
export function initOf(request: Request): RequestInit {
  const init: Record<string, unknown> = bare({});
  for (let index = 0; index < ATTRIBUTES.length; index += 1) {
    init[ATTRIBUTES[index] as string] = readers[index]?.(request);
  }
  init["headers"] = headersOf(request);
  return init;
}

/** The headers of a request as a bare record, which the browser reads without asking any prototype. */
export function headersOf(request: Request): Record<string, string> {
  const record: Record<string, string> = bare({});
  eachHeader(requestHeaders(request), (value, name) => {
    record[name] = value;
  });
  return record;
}

const OwnTypeError = TypeError;
const typeError = TypeError.prototype;
const CONSTRUCTING = "Failed to construct 'Request': ";
const FETCHING = "Failed to execute 'fetch' on 'Window': ";

/** A request of the arguments of a fetch; where they are wrong, the page hears what fetch would have said. */
export function makeRequest(input: RequestInfo, init: object): Request {
  try {
    return noted(new OwnRequest(input, init), input, init);
  } catch (cause) {
    const message = isObject(cause) && getPrototypeOf(cause) === typeError ? own(cause, "message") : null;
    if (typeof message !== "string" || indexOf(message, CONSTRUCTING) !== 0) throw cause;
    throw new OwnTypeError(`${FETCHING}${slice(message, CONSTRUCTING.length)}`);
  }
}

/** Keeps note of the bodies that requests are made of. */
export function watchRequests(): void {
  replaceConstructor("Request", (native, args, target) =>
    noted(makeNative<Request>(native, args, target), args[0], args[1]),
  );
  replaceMethod(prototype, "clone", (native, self, args) => {
    const clone = apply(native, self, args) as Request;
    const knows = hidden.get(self as Request);
    if (knows !== undefined) hidden.set(clone, knows);
    return clone;
  });
}

function noted(made: Request, input: unknown, init: unknown): Request {
  const knows = hides(input, init, upperCase(requestMethod(made)));
  if (knows !== undefined) hidden.set(made, knows);
  return made;
}

/** Undefined: nobody knows without a getter of the page's being called a second time. */
function hides(input: unknown, init: unknown, method: string): boolean | undefined {
  if (isObject(init)) {
    const body = own(init, "body");
    if (body !== undefined && body !== null) return isHidden(body, method);
    if (getOwnPropertyDescriptor(init, "body")?.get !== undefined) return undefined;
  }
  if (!isRequest(input)) return false;
  return method === "PATCH" ? true : hidden.get(input);
}

