import * as z from "zod/mini";
import { EVENT_KINDS } from "../../shared/schema/event-kinds.ts";

/** Kinds of event that a receiver may ask for, as the journal has them. */
const Kind = z.enum(EVENT_KINDS);

/** What lines and messages hold: OCSF, the journal's own events, or CEF. */
const LineFormat = z.enum(["ocsf", "lanyard", "cef"]);
export type LineFormat = z.infer<typeof LineFormat>;

const Text = z.string().check(z.minLength(1), z.maxLength(4_096));

/** `https://…`, or `http://…` on this machine, where nobody listens in between. */
const WebAddress = z.string().check(z.refine((url) => isSafe(url, "https:", "http:")));
/** `tls://host:port`, or `tcp://…` on this machine. */
const SyslogAddress = z
  .string()
  .check(z.refine((url) => isSafe(url, "tls:", "tcp:") && new URL(url).port !== ""));

const choice = {
  kinds: z.optional(z.array(Kind).check(z.minLength(1))),
  filter: z.optional(
    z.strictObject({
      effect: z.optional(z.enum(["permit", "deny"])),
      models: z.optional(z.array(Text).check(z.minLength(1))),
    }),
  ),
};

/** One receiver as a configuration says it. */
const ReceiverEntry = z.discriminatedUnion("to", [
  z.strictObject({
    ...choice,
    to: z.literal("otlp"),
    url: WebAddress,
    ca: z.optional(Text),
    token_file: z.optional(Text),
  }),
  z.strictObject({
    ...choice,
    to: z.literal("hec"),
    url: WebAddress,
    format: z.optional(LineFormat),
    ca: z.optional(Text),
    token_file: Text,
  }),
  z.strictObject({
    ...choice,
    to: z.literal("syslog"),
    url: SyslogAddress,
    format: z.optional(LineFormat),
    ca: z.optional(Text),
  }),
  z.strictObject({ ...choice, to: z.literal("file"), file: Text, format: z.optional(LineFormat) }),
]);
type ReceiverEntry = z.infer<typeof ReceiverEntry>;

/** The field `forward` of a configuration. */
export const Forward = z.array(ReceiverEntry).check(
  z.maxLength(16),
  z.refine((all) => new Set(all.map(placeOf)).size === all.length),
);

/** What to write for each field of `forward`. */
export const FORWARD_MENDS: Readonly<Record<string, string>> = {
  forward:
    "Write a list of at most 16 receivers, each place once, as in `forward: [{to: file, file: events.jsonl}]`.",
  "forward.*": "Write at least `to` and `url` (of a file: `file`), as agent/forward/README.md has them.",
  "forward.*.to": "Write `otlp`, `syslog`, `hec` or `file`.",
  "forward.*.url":
    "Write https://… (syslog: tls://HOST:PORT), without a password in it; http:// and tcp:// are for this machine alone.",
  "forward.*.file": "Write the file that lines are appended to, as in `file: events.jsonl`.",
  "forward.*.format": "Write `ocsf`, `lanyard` or `cef`, or leave the field out.",
  "forward.*.ca": "Write the PEM file of the authority that signed the receiver's certificate.",
  "forward.*.token_file": "Write the file that holds the receiver's token, and close it: chmod 600.",
  "forward.*.kinds": `Write a list of ${Kind.options.join(", ")}, or leave the field out.`,
  "forward.*.filter": "Write `effect: deny` and `models: [anthropic/*]`, or one of them.",
  "forward.*.filter.effect": "Write `permit` or `deny`.",
  "forward.*.filter.models": "Write a list of models, as in `models: [anthropic/*]`.",
};

/** Which events a receiver gets. Null: all. */
export interface Wanted {
  readonly kinds: readonly string[] | null;
  /** Of events that have an effect: this one alone. */
  readonly effect: "permit" | "deny" | null;
  /** Of events about a model: those whose id one of these globs matches. */
  readonly models: readonly string[] | null;
}

interface Common {
  readonly wanted: Wanted;
  /** The URL or the file: what the cursor belongs to, and what people call the receiver by. */
  readonly place: string;
}

/** One engine of the security team that the journal's events go to; paths are absolute. */
export type Receiver =
  | (Common & { readonly to: "otlp"; readonly ca: string | null; readonly tokenFile: string | null })
  | (Common & {
      readonly to: "hec";
      readonly ca: string | null;
      readonly tokenFile: string;
      readonly format: LineFormat;
    })
  | (Common & { readonly to: "syslog"; readonly ca: string | null; readonly format: LineFormat })
  | (Common & { readonly to: "file"; readonly format: LineFormat });

/** An OpenTelemetry collector. */
export type OtlpReceiver = Extract<Receiver, { to: "otlp" }>;

/** The receivers of a configuration; `beside` makes its paths absolute. */
export function receiversOf(
  entries: z.infer<typeof Forward>,
  beside: (path: string) => string,
): readonly Receiver[] {
  return entries.map((entry) => receiverOf(entry, beside));
}

function receiverOf(entry: ReceiverEntry, beside: (path: string) => string): Receiver {
  const wanted: Wanted = {
    kinds: entry.kinds ?? null,
    effect: entry.filter?.effect ?? null,
    models: entry.filter?.models ?? null,
  };
  const fileOrNull = (file: string | undefined): string | null => (file === undefined ? null : beside(file));
  if (entry.to === "file")
    return { to: "file", wanted, place: beside(entry.file), format: entry.format ?? "ocsf" };
  const common = { wanted, place: entry.url, ca: fileOrNull(entry.ca) };
  if (entry.to === "otlp") return { to: "otlp", ...common, tokenFile: fileOrNull(entry.token_file) };
  const format = entry.format ?? "ocsf";
  if (entry.to === "syslog") return { to: "syslog", ...common, format };
  return { to: "hec", ...common, tokenFile: beside(entry.token_file), format };
}

function placeOf(entry: ReceiverEntry): string {
  return entry.to === "file" ? entry.file : entry.url;
}

/** Secrets belong into files, and nothing that the journal says goes over a network in clear. */
function isSafe(text: string, secure: string, local: string): boolean {
  if (text.length > 4_096 || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.hostname === "" || url.username !== "" || url.password !== "") return false;
  return url.protocol === secure || (url.protocol === local && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
