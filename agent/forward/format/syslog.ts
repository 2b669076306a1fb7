import { visible } from "../../../shared/schema/visible.ts";
import { factsOf } from "./event-facts.ts";
import type { Numbered, Origin } from "./origin.ts";
import { severityOf, type Severity } from "./severity.ts";

/** Facility "log audit" (RFC 5424, 6.2.1). */
const FACILITY = 13;
const LEVELS: Readonly<Record<Severity, number>> = { info: 6, low: 5, medium: 4, high: 3 };

/** 32473 is the number that RFC 5612 reserves for examples: Lanyard has no enterprise number of its own. */
const ELEMENT = "lanyard@32473";

/**
 * An event as one message of RFC 5424 without its frame. The structured data say the few things that rules of receivers
 * ask for; `text` is the whole event, of one line.
 */
export function syslogMessage({ sequence, event, cut }: Numbered, origin: Origin, text: string): string {
  const priority = FACILITY * 8 + LEVELS[severityOf(event)];
  const head = `<${priority}>1 ${timestamp(event.time)} ${headerName(origin.host, 255)} lanyard - ${event.kind}`;
  const facts = { id: event.id, sequence: String(sequence), ...factsOf(event), cut: cut ? "true" : null };
  const elements = Object.entries(facts)
    .flatMap(([name, value]) => (value === null ? [] : [` ${name}="${parameter(value)}"`]))
    .join("");
  // Without a byte order mark: receivers that know UTF-8 need none, and others show it.
  return `${head} [${ELEMENT}${elements}] ${text}`;
}

/** A message as RFC 6587 and RFC 5425 frame it: its length in bytes, a space, and itself. */
export function octetCounted(message: string): Buffer {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}

/** RFC 5424, 6.3.3: three characters are escaped; what is no character of a line is shown as one. */
function parameter(text: string): string {
  return visible(text.slice(0, 1_000)).replaceAll(/["\\\]]/g, "\\$&");
}

/** RFC 5424, 6.2.3; a moment that no four-digit year holds is "-". */
function timestamp(time: number): string {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9_999 ? date.toISOString() : "-";
}

/** Names of a header are printable ASCII without spaces. */
function headerName(name: string, limit: number): string {
  return name.replaceAll(/[^\u0021-\u007e]/g, "").slice(0, limit) || "-";
}
