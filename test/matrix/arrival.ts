import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { FakeServices } from "../fake/server.ts";
import type { Received } from "../fake/received.ts";
import type { FakeSocket } from "../fake/sockets.ts";

/** One thing that reached a service: a request, or a socket with its frames. */
export interface Arrival {
  /** All that the service can tell, but for what differs from run to run. */
  readonly shape: string;
  /** Readable text of address, body and frames. */
  readonly text: string;
  readonly kind: "request" | "socket";
}

/** Stands in the address of all that a case sends. */
const TOKEN = /case\d{3}[a-z]{2}/;

const GECKO_BOUNDARY = "geckoformboundary";

/** What arrived, in order, by the token in its address; pages and scripts of the lab itself are left out. */
export function arrivalsOf(fakes: FakeServices): ReadonlyMap<string, readonly Arrival[]> {
  const all = new Map<string, Arrival[]>();
  const add = (address: string, arrival: (token: string) => Arrival): void => {
    const token = TOKEN.exec(address)?.[0];
    if (token !== undefined) all.set(token, [...(all.get(token) ?? []), arrival(token)]);
  };
  for (const one of fakes.received()) {
    if (one.path.startsWith("/lab/") || one.method === "OPTIONS") continue;
    add(one.query, (token) => requestArrival(one, token));
  }
  for (const one of fakes.sockets()) add(one.head.query, (token) => socketArrival(one, token));
  return all;
}

function socketArrival({ head, frames }: FakeSocket, token: string): Arrival {
  const { host, path, query, headers } = head;
  const texts = frames.map((frame) => (typeof frame === "string" ? frame : readable(frame)));
  const kinds = frames.map((frame) => typeof frame);
  const named = Object.entries(headers).filter(([name]) => name !== "sec-websocket-key");
  const shape = JSON.stringify([host, path, query, named, kinds, texts]).replaceAll(token, "TOKEN");
  return { kind: "socket", shape, text: [host, path, query, ...texts].join("\n") };
}

function requestArrival(one: Received, token: string): Arrival {
  const text = readable(one.body);
  const isPacked = one.body[0] === 0x1f && one.body[1] === 0x8b;
  const variesInLength = isPacked || text.includes(GECKO_BOUNDARY);
  // The order of headers means nothing; how urgent a picture is depends on whether the page was laid out by then, with
  // the extension and without (3 of 75 each); and what packs a token tells of its letters by the length, as Firefox's boundary does of chance.
  const headers = Object.entries(one.headers)
    .filter(([name]) => name !== "priority" && (!variesInLength || name !== "content-length"))
    .sort(([name], [other]) => name.localeCompare(other));
  const facts = [one.protocol, one.method, one.host, one.path, one.query, headers, one.complete];
  const whole = plain(`${JSON.stringify(facts)}\n${text}`, token);
  const shape = whole.length > 100_000 ? createHash("sha256").update(whole).digest("hex") : whole;
  return { kind: "request", shape, text: `${one.host}${one.path}?${one.query}\n${text}` };
}

/** A form's boundary is the browser's own each time. */
function plain(text: string, token: string): string {
  return text
    .replaceAll(token, "TOKEN")
    .replaceAll(/-*(?:WebKitFormBoundary|geckoformboundary)\w+/g, "BOUNDARY");
}

function readable(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes).toString();
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes).toString("utf16le");
  return Buffer.from(bytes).toString();
}
