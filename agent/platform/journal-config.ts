import * as z from "zod/mini";
import { BrokerPart, type BrokerSettings, brokerSettings } from "./distribution-config.ts";

/** How long the journal keeps what events say. Null: no such limit. */
export interface RetentionSettings {
  readonly days: number | null;
  readonly megabytes: number | null;
  readonly permitsDays: number | null;
  readonly sealedDays: number | null;
}

/** Who is told the journal's checkpoints. */
export interface WitnessSettings {
  /** A folder, absolute. */
  readonly folder: string | null;
  /** An address that they are POSTed to. */
  readonly url: string | null;
  /** A broker that retains the newest. */
  readonly mqtt: BrokerSettings | null;
  /** True: every OTLP collector that events are forwarded to. */
  readonly otlp: boolean;
}

const Days = z.int().check(z.gte(1), z.lte(36_500));

/** The part `retention` of the agent's configuration, as it is written. */
export const RetentionPart = z.strictObject({
  days: z.optional(Days),
  megabytes: z.optional(z.int().check(z.gte(10), z.lte(10_000_000))),
  permits_days: z.optional(Days),
  sealed_days: z.optional(Days),
});
type RetentionPart = z.infer<typeof RetentionPart>;

/** The part `witness` of the agent's configuration, as it is written. */
export const WitnessPart = z.strictObject({
  folder: z.optional(z.string().check(z.minLength(1), z.maxLength(4_096))),
  url: z.optional(z.string().check(z.maxLength(2_000), z.refine(isWebAddress))),
  mqtt: z.optional(BrokerPart),
  otlp: z.optional(z.boolean()),
});
type WitnessPart = z.infer<typeof WitnessPart>;

/** What to write for each field of the parts. */
export const JOURNAL_MENDS: Readonly<Record<string, string>> = {
  retention:
    "Write how long events are kept, as in `retention: {days: 400, megabytes: 2000, permits_days: 30}`, or leave the field out to keep everything.",
  "retention.days": "Write a whole number of days from 1, as in `days: 400`.",
  "retention.megabytes":
    "Write how large the journal may grow, a whole number from 10, as in `megabytes: 2000`.",
  "retention.permits_days":
    "Write a whole number of days from 1 for what was permitted, as in `permits_days: 30`.",
  "retention.sealed_days":
    "Write a whole number of days from 1 for the text that reviewers may read, as in `sealed_days: 90`.",
  witness:
    "Write who is told the journal's checkpoints, as in `witness: {folder: /mnt/audit, url: https://witness.example.com/}`.",
  "witness.folder": "Write a folder, best on another machine, as in `folder: /mnt/audit`.",
  "witness.url":
    "Write an address that takes POST, as in `url: https://witness.example.com/`, without a name or password in it.",
  "witness.mqtt":
    "Write `url` and `topic`, as in `mqtt: {url: mqtts://broker.example.com:8883, topic: lanyard}`.",
  "witness.mqtt.url":
    "Write the broker's address, as in `url: mqtts://broker.example.com:8883`; mqtt is for this machine alone.",
  "witness.mqtt.topic": "Write a topic without wildcards, as in `topic: lanyard`: checkpoints come below it.",
  "witness.mqtt.ca": "Write a PEM file, as in `ca: broker-ca.pem`, or leave the field out.",
  "witness.mqtt.user": "Write the broker's name for this endpoint, or leave the field out.",
  "witness.mqtt.password_file": "Write a file that holds nothing but the password, or leave the field out.",
  "witness.otlp": "Write `otlp: true` where `forward` has a receiver `to: otlp`, or leave the field out.",
};

/** The settings of `retention`. */
export function retentionSettings(part: RetentionPart = {}): RetentionSettings {
  return {
    days: part.days ?? null,
    megabytes: part.megabytes ?? null,
    permitsDays: part.permits_days ?? null,
    sealedDays: part.sealed_days ?? null,
  };
}

/** The settings of `witness`; a relative folder is made absolute by `beside`. */
export function witnessSettings(part: WitnessPart = {}, beside: (path: string) => string): WitnessSettings {
  return {
    folder: part.folder === undefined ? null : beside(part.folder),
    url: part.url ?? null,
    mqtt: part.mqtt === undefined ? null : brokerSettings(part.mqtt, beside),
    otlp: part.otlp ?? false,
  };
}

/** Checkpoints are public and signed, so plain http will do. */
function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
