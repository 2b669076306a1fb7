import { hecOf, lineOf, otlpRecordOf, syslogOf } from "./line.ts";
import type { Numbered, Origin } from "./origin.ts";
import { otlpRequest } from "./otlp.ts";

/** What each format of the command line makes of an event: one line. */
export const FORMATS = {
  ocsf: (entry, origin) => lineOf("ocsf", entry, origin),
  /** One request an event: what collectors read from files. */
  otlp: (entry, origin) => otlpRequest([otlpRecordOf(entry)], origin),
  cef: (entry, origin) => lineOf("cef", entry, origin),
  /** Messages are not framed, but a line each: none holds an end of line. */
  syslog: (entry, origin) => syslogOf("ocsf", entry, origin),
  hec: (entry, origin) => hecOf("ocsf", entry, origin),
  jsonl: (entry, origin) => lineOf("lanyard", entry, origin),
} as const satisfies Readonly<Record<string, (entry: Numbered, origin: Origin) => string>>;

export type FormatName = keyof typeof FORMATS;

/** True for the name of a format. */
export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name);
}
