import { type Asked, asked } from "./address.ts";
import { bodyReader, isForm, isHidden, isStream, OwnRequest, type ReadBody, type ReadsBody } from "./body.ts";
import { isOrdinary } from "./ordinary.ts";
import { bare, copyOfBytes, getter, is, isObject, upperCase, textOf } from "./primordials.ts";
import {
  bodyOf,
  headersOf,
  initOf,
  isRequest,
  makeRequest,
  requestMethod,
  requestPolicy,
  requestReferrer,
  requestSignal,
  requestUrl,
} from "./request.ts";

/** A call of the page's fetch, read once. `signal` in what is made of it stands in place of the page's. */
export interface Plan {
  readonly asked: Asked | null;
  readonly signal: AbortSignal | null;
  /** The way to a body that the network layer does not see. */
  readonly hidden: ReadsBody | null;
  /** The arguments of the call as the page makes it. */
  readonly native: (signal: AbortSignal) => unknown[];
  /** The arguments of the same call to another address, with this body. */
  readonly carrying: (body: ReadBody, address: string, signal: AbortSignal) => unknown[];
  /** The same call once more, with another body where one is given; null: it cannot be made again. */
  readonly again: (body: string | null) => Plan | null;
}

const isAborted = getter(AbortSignal.prototype, "aborted");

/** Reads the arguments of a fetch; throws what the page's own conversions throw. Null: the native one must judge them. */
export function planOf(args: unknown[]): Plan | null {
  const input = args[0];
  const init = args[1] ?? undefined;
  if (args.length === 0 || typeof input === "symbol" || (init !== undefined && !isObject(init))) return null;
  if (isRequest(input)) return planOfRequest(init === undefined ? input : makeRequest(input, init));
  const address = textOf(input);
  if (init !== undefined && !isOrdinary(init)) return planOfRequest(makeRequest(address, init));
  return planOfText(address, bare({ ...init }));
}

function planOfText(address: string, init: RequestInit): Plan | null {
  const method = upperCase(init.method ?? "GET");
  const call = asked(method, address);
  const kept = copyOfBytes(init.body) ?? init.body ?? null;
  const taken = call !== null && isHidden(init.body, method) ? requestOf(address, init) : null;
  const given = init.signal ?? null;
  const ours = given === null || isSignal(given); // anything else is an error, which the native one names
  return {
    asked: call,
    signal: ours ? given : null,
    hidden: taken === null ? null : bodyReader(taken, kept),
    native: (signal) =>
      taken === null
        ? [address, ours ? bare({ ...init, signal }) : init]
        : [taken, withSignal(taken, signal)],
    carrying: ({ send }, to, signal) => {
      const body = send();
      const headers = taken === null || isForm(body) ? init.headers : headersOf(taken);
      return [to, bare({ ...init, ...(headers === undefined ? {} : { headers }), body, signal })];
    },
    again: (body) => {
      if (body === null) return planOfText(address, bare({ ...init, body: kept }));
      // A text in place of a form or Blob: what the browser would have said of the first is said of it.
      const made = requestOf(address, bare({ ...init, body: kept }));
      return planOfText(address, bare({ ...init, ...(made !== null && { headers: headersOf(made) }), body }));
    },
  };
}

/** A request that holds the call as it is now; null where the browser would not make it: then fetch says why. */
function requestOf(address: string, init: RequestInit): Request | null {
  try {
    return new OwnRequest(address, init);
  } catch {
    return null;
  }
}

function planOfRequest(given: Request): Plan {
  const call = asked(upperCase(requestMethod(given)), requestUrl(given));
  const { hidden, body } = bodyOf(given);
  const reads = call !== null && hidden;
  const request = reads ? makeRequest(given) : given; // which takes the body from the page's, at once, as fetch does
  let read: ReadBody | null = null;
  const next = (sent: BodyInit | null, signal: AbortSignal): RequestInit => {
    const init = initOf(request);
    if (isForm(sent)) delete (init.headers as Record<string, string>)["content-type"];
    return bare({ ...init, ...(isStream(sent) ? { duplex: "half" } : {}), body: sent, signal });
  };
  return {
    asked: call,
    signal: requestSignal(request),
    hidden: reads ? bodyReader(request, body) : null,
    native: (signal) => [request, withSignal(request, signal)],
    carrying: (taken, to, signal) => {
      read = taken;
      return [to, next(taken.send(), signal)];
    },
    again: (text) => {
      if (hidden && text === null && read === null) return null; // it is gone
      const init = next(text ?? read?.send() ?? body, requestSignal(request));
      return planOfText(requestUrl(request), init);
    },
  };
}

/** Options that change the signal alone: any options put the referrer back to its default, so it is said again. */
function withSignal(request: Request, signal: AbortSignal): RequestInit {
  return bare({ signal, referrer: requestReferrer(request), referrerPolicy: requestPolicy(request) });
}

function isSignal(value: unknown): value is AbortSignal {
  return is(value as AbortSignal, isAborted);
}
