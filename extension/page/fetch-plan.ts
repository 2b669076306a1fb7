import { type Asked, asked } from "./address.ts";
import { bodyReader, isForm, isStream, type ReadBody, type ReadsBody } from "./body.ts";
import { bare, upperCase } from "./primordials.ts";
import {
  bodyOf,
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
  readonly signal: AbortSignal;
  /** The way to a body that the network layer does not see. */
  readonly hidden: ReadsBody | null;
  /** The arguments of the call as the page makes it. */
  readonly native: (signal: AbortSignal) => unknown[];
  /** The arguments of the same call to another address, with this body. */
  readonly carrying: (body: ReadBody, address: string, signal: AbortSignal) => unknown[];
  /** The same call once more, with another body where one is given; null: it cannot be made again. */
  readonly again: (body: string | null) => Plan | null;
}

/**
 * Reads the arguments of a fetch, once, by making the request that fetch would make of them; throws what the page's own
 * conversions throw, and what fetch says of wrong arguments.
 */
export function planOf(args: unknown[]): Plan {
  const input = args[0];
  return planOfRequest(isRequest(input) && (args[1] ?? null) === null ? input : makeRequest(args));
}

function planOfRequest(given: Request): Plan {
  const call = asked(upperCase(requestMethod(given)), requestUrl(given));
  const { hidden, body } = bodyOf(given);
  const reads = call !== null && hidden;
  const request = reads ? makeRequest([given]) : given; // which takes the body from the page's, at once, as fetch does
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
      const sent = text ?? read?.send() ?? body;
      if (hidden && read === null && (sent === null || isStream(sent))) return null; // it is gone
      return planOfRequest(makeRequest([requestUrl(request), next(sent, requestSignal(request))]));
    },
  };
}

/** Options that change the signal alone: any options put the referrer back to its default, so it is said again. */
function withSignal(request: Request, signal: AbortSignal): RequestInit {
  return bare({ signal, referrer: requestReferrer(request), referrerPolicy: requestPolicy(request) });
}
