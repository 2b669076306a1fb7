import * as z from "zod/mini";
import { eventHead } from "./event-head.ts";
import { Moment, Name } from "./text.ts";

/**
 * AI that no recognizer knows, by use. Counts alone: no path, no query, no content. `unknown_service`: a listed host;
 * `unknown_path`: a host of a known service, at a path that its record does not have.
 */
export const DiscoveryEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("discovery"),
  what: z.enum(["unknown_service", "unknown_path"]),
  /** As the list or the record has it, never a customer's own subdomain. */
  host: Name,
  service: z.nullable(Name),
  /** Pages that were opened. */
  visits: z.number(),
  /** Requests that send something, and sockets. */
  calls: z.number(),
  from: Moment,
  until: Moment,
});
export type DiscoveryEvent = z.infer<typeof DiscoveryEvent>;

/** What a body is, by its own look. */
export const BodyForm = z.enum(["none", "json", "form", "multipart", "frames", "text", "bytes"]);
export type BodyForm = z.infer<typeof BodyForm>;

/** Why a recognizer cannot read what it meets. */
export const DegradedReason = z.enum([
  /** The body is of another form than the record says, or broken. */
  "unreadable",
  /** None of the places for model and prompt hold anything. */
  "nothing_found",
  /** The path is the record's, and what the record asks of the body is not there. */
  "other_shape",
]);
export type DegradedReason = z.infer<typeof DegradedReason>;

/** A recognizer that met what it cannot read, with a sample of its structure: keys and types, never a value. */
export const DegradedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("degraded"),
  service: Name,
  /** The record's own path pattern. */
  path: Name,
  reason: DegradedReason,
  form: BodyForm,
  /** `{"messages":[{"role":"string"}]}`; null where the form has none. */
  structure: z.nullable(z.string().check(z.maxLength(2_000))),
  calls: z.number(),
  from: Moment,
  until: Moment,
});
export type DegradedEvent = z.infer<typeof DegradedEvent>;
