import type { Answer } from "./answer.ts";
import type { Received } from "./received.ts";

/**
 * The headers that let a page of any origin read an answer, as the vendors' APIs send them to their SDKs in pages.
 * The origin is named, not starred: calls with credentials refuse the star.
 */
export function crossOriginHeaders(call: Received): Readonly<Record<string, string>> {
  const origin = call.headers["origin"];
  if (origin === undefined) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "x-request-id, request-id, x-goog-upload-url, x-goog-upload-status",
    vary: "origin",
  };
}

/** The answer to a preflight: whatever it asks for is allowed. */
export function preflight(call: Received): Answer {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": call.headers["access-control-request-headers"] ?? "*",
      "access-control-max-age": "0",
    },
    body: "",
  };
}

/** True for a request that only asks whether another may come. */
export function isPreflight(call: Received): boolean {
  return call.method === "OPTIONS" && call.headers["access-control-request-method"] !== undefined;
}
