import { type Answer, json, text } from "./answer.ts";
import { labRealm } from "./lab-realms.ts";
import type { Received } from "./received.ts";

/** Answers that try out a browser rather than stand in for a service; null: no such thing under `/lab/`. */
export function lab(call: Received): Answer | null {
  const query = new URLSearchParams(call.query);
  switch (call.path.replace("/lab/", "")) {
    case "echo":
      return echo(call);
    case "status":
      return text("text/plain", "as asked", Number(query.get("code")));
    case "empty":
      return { status: 204, headers: {}, body: "" };
    case "stream":
      return stream(Number(query.get("pieces") ?? "5"));
    case "events":
      return events();
    case "redirect":
      return {
        status: Number(query.get("code") ?? "302"),
        headers: { location: query.get("to") ?? "/" },
        body: "",
      };
    case "closed-origin":
      return {
        status: 200,
        headers: { "access-control-allow-origin": "https://nobody.example" },
        body: "secret",
      };
    case "headers":
      return {
        status: 200,
        headers: { "x-seen": "1", "x-request-id": "7", "content-type": "text/plain" },
        body: "ok",
      };
    case "xml":
      return text("application/xml", "<a><b>1</b></a>");
    case "json":
      return json({ a: [1, 2, { b: "ü" }] });
    case "broken-json":
      return text("application/json", "{");
    case "big":
      return text("text/plain", "x".repeat(Number(query.get("size"))));
    default:
      return labRealm(call.path.replace("/lab/", ""), query.get("content"));
  }
}

/** What reached the server of a call, but for what differs from run to run. Browsers send headers in one order. */
function echo(call: Received): Answer {
  const {
    "content-type": type = null,
    "content-length": length = null,
    referer = null,
    origin = null,
  } = call.headers;
  const named = Object.entries(call.headers).filter(([name]) =>
    /^(?:x-|accept$|sec-fetch|cookie|authorization)/.test(name),
  );
  return json({
    method: call.method,
    path: call.path,
    query: call.query,
    type: plain(type),
    length,
    referer,
    origin,
    named: Object.fromEntries(named),
    body: plain(call.text),
    size: call.body.length,
  });
}

/** A form's boundary is the browser's own each time. */
function plain(value: string | null): string | null {
  return value?.replaceAll(/-*WebKitFormBoundary\w+/g, "BOUNDARY") ?? null;
}

function stream(pieces: number): Answer {
  const body = Array.from({ length: pieces }, (_, n) => `piece ${n}\n`);
  return { status: 200, headers: { "content-type": "text/plain", "cache-control": "no-store" }, body };
}

function events(): Answer {
  const body = [
    "retry: 100000\n\n",
    "data: one\n\n",
    "event: named\nid: 7\ndata: two\ndata: lines\n\n",
    "data: last\n\n",
  ];
  return { status: 200, headers: { "content-type": "text/event-stream", "cache-control": "no-store" }, body };
}
