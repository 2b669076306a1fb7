import type { LineFormat } from "../../platform/receivers.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { withoutCiphertext } from "../../../shared/schema/sealed-content.ts";
import { cefLine } from "./cef.ts";
import { ocsfOf } from "./ocsf.ts";
import { otlpRecord } from "./otlp.ts";
import type { Numbered, Origin } from "./origin.ts";
import { lineJson } from "./safe-text.ts";
import { syslogMessage } from "./syslog.ts";

/** Bytes of the longest message of syslog: RFC 5425 has receivers take 8192, and rsyslog takes no more unless told. */
const MESSAGE_LIMIT = 8_000;
/** Bytes of the longest event elsewhere: a page chooses how long its model's name is. */
const LINE_LIMIT = 200_000;

/** Characters of a text and members of a list that are left, step by step, until an event is short enough. */
const CUTS: readonly (readonly [text: number, list: number])[] = [
  [Infinity, Infinity],
  [2_000, 100],
  [500, 20],
  [100, 5],
  [32, 1],
];

/** An event as one line without its end. */
export function lineOf(format: LineFormat, entry: Numbered, origin: Origin): string {
  return shortEnough(entry, LINE_LIMIT, (one) => plainLine(format, one, origin));
}

/** An event as one message of syslog, not framed. */
export function syslogOf(format: LineFormat, entry: Numbered, origin: Origin): string {
  return shortEnough(entry, MESSAGE_LIMIT, (one) =>
    syslogMessage(one, origin, plainLine(format, one, origin)),
  );
}

/** An event as one object of Splunk's HTTP Event Collector, as JSON. */
export function hecOf(format: LineFormat, entry: Numbered, origin: Origin): string {
  return shortEnough(entry, LINE_LIMIT, (one) =>
    lineJson({
      time: Math.round(one.event.time) / 1_000,
      host: origin.host,
      source: "lanyard",
      sourcetype: format === "cef" ? "cef" : `lanyard:${format}`,
      event: format === "cef" ? plainLine(format, one, origin) : valueOf(format, one, origin),
    }),
  );
}

/** An event as one log record of OTLP, as JSON. */
export function otlpRecordOf(entry: Numbered): string {
  return shortEnough(entry, LINE_LIMIT, otlpRecord);
}

function plainLine(format: LineFormat, entry: Numbered, origin: Origin): string {
  return format === "cef" ? cefLine(entry, origin) : lineJson(valueOf(format, entry, origin));
}

function valueOf(format: "lanyard" | "ocsf", entry: Numbered, origin: Origin): unknown {
  const { event, ...place } = entry;
  return format === "ocsf" ? ocsfOf(entry, origin) : { ...place, ...event };
}

/** The first of the cuts that is short enough; the last one always is. */
function shortEnough(whole: Numbered, limit: number, write: (entry: Numbered) => string): string {
  // Content leaves the journal through a reviewer alone, ciphertext as it is.
  const entry = { ...whole, event: withoutCiphertext(whole.event) };
  let text = "";
  for (const [characters, members] of CUTS) {
    text = write(characters === Infinity ? entry : cutEntry(entry, characters, members));
    if (Buffer.byteLength(text) <= limit) break;
  }
  return text;
}

function cutEntry(entry: Numbered, characters: number, members: number): Numbered {
  return { ...entry, event: cutDown(entry.event, characters, members) as AuditEvent, cut: true };
}

function cutDown(value: unknown, characters: number, members: number): unknown {
  if (typeof value === "string")
    return value.length > characters ? `${value.slice(0, characters - 1)}…` : value;
  if (Array.isArray(value)) return value.slice(0, members).map((one) => cutDown(one, characters, members));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      // The id tells the receiver what it has already: it is never cut.
      key,
      key === "id" || key === "of" ? member : cutDown(member, characters, members),
    ]),
  );
}
