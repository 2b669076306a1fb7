import * as z from "zod/mini";
import { AccessEvent } from "./access-event.ts";
import { Operation } from "./action.ts";
import { LONGEST_REASON, Remember, Step } from "./asking.ts";
import { DegradedEvent, DiscoveryEvent } from "./discovery-event.ts";
import { Effect, Ground, Obligation, Shadow } from "./decision.ts";
import { EventId, eventHead } from "./event-head.ts";
import { LicenseUse, LicenseWanted } from "./license-use.ts";
import { SealedContent } from "./sealed-content.ts";
import { AccountKind } from "./recognition.ts";
import { Moment, Name } from "./text.ts";

/** One decision on one call. Prompts are content: only a keyed hash and sizes are here, or what reviewers alone can read. */
export const DecisionEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("decision"),
  effect: Effect,
  ground: Ground,
  obligations: z.array(Obligation),
  rules: z.array(Name),
  revision: z.nullable(Name),
  because: z.string(),
  /** What the rules in `mode: monitor` would have made of it (P8); null where none matched. */
  shadow: z._default(z.nullable(Shadow), null),
  person: z.nullable(Name),
  service: Name,
  host: Name,
  operation: Operation,
  modelAsSent: z.nullable(z.string()),
  model: z.nullable(Name),
  mayBe: z.nullable(z.array(Name)),
  /** What the page alone says that an unknown string may be: it closes and never opens. Null where it says nothing. */
  pageNamed: z._default(z.nullable(z.array(Name)), null),
  /** A name of the customer's beside the model; null where there is none. */
  alias: z._default(z.nullable(Name), null),
  account: AccountKind,
  /** Where the call went; null where it could not be told, and in records from before it was recognized. */
  region: z._default(z.nullable(Name), null),
  /** What the person had declared that they work on; null: nothing, and in records from before it could be declared. */
  purpose: z._default(z.nullable(Name), null),
  /** Of a permit: the licenses and grants that it was made under. */
  licenses: z._default(z.array(LicenseUse), []),
  /** Of a denial: the licenses and grants any of which would have given access. */
  wanted: z._default(z.array(LicenseWanted), []),
  inspectable: z.boolean(),
  /** Bytes of the request body, null where they could not be counted. */
  bytes: z.nullable(z.number()),
  /** HMAC-SHA-256 of the prompt under this endpoint's key, hexadecimal; null where there is no prompt. */
  promptHmac: z.nullable(z.string()),
  /** Characters of the prompt. */
  promptLength: z.nullable(z.number()),
  attachments: z.number(),
  /** Of an upload, as far as it was told: how many files, of which media types, and their bytes. Never names. */
  files: z._default(
    z.nullable(
      z.strictObject({
        count: z.number(),
        types: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(20)),
        bytes: z.nullable(z.number()),
      }),
    ),
    null,
  ),
  /** The text, where policy has it kept for reviewers; left out where nothing was kept. */
  sealed: z.optional(SealedContent),
  /** What the call came from: a tab's page, or a worker that belongs to no tab. */
  realm: z.enum(["page", "worker"]),
  /** Time the decision took, in milliseconds. */
  took: z.number(),
});
export type DecisionEvent = z.infer<typeof DecisionEvent>;

/** How the model that answered stands to the one that was asked for: `unknown` is a string that means no known model. */
const ServedVerdict = z.enum(["same", "narrowed", "other", "unknown"]);
export type ServedVerdict = z.infer<typeof ServedVerdict>;

/** Which model answered a call, as the reply says. One event for each model that a reply names. */
export const ServedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("served"),
  /** Id of the event of the decision on the call. */
  of: EventId,
  service: Name,
  /** The raw string of the reply. */
  modelAsServed: Name,
  model: z.nullable(Name),
  mayBe: z.nullable(z.array(Name)),
  verdict: ServedVerdict,
  /** The decision anew, on the served model. */
  effect: Effect,
  /** True where the reply was cut in the page. */
  ended: z.boolean(),
  rules: z.array(Name),
  revision: z.nullable(Name),
  because: z.string(),
  person: z.nullable(Name),
});
export type ServedEvent = z.infer<typeof ServedEvent>;

/** What a person was asked about a call, and what they said. */
export const AskingEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("asking"),
  /** Id of the event of the decision on the call that was held. */
  of: EventId,
  service: Name,
  model: z.nullable(Name),
  steps: z.array(Step).check(z.minLength(1)),
  answer: z.enum(["go", "no", "timeout"]),
  /** In the person's own words, or as chosen from the list: for the record only. */
  reason: z.nullable(z.string().check(z.maxLength(LONGEST_REASON))),
  /** One of the policy's, as the person declared it. */
  purpose: z.nullable(Name),
  /** How long the answer counts; null where it was no. */
  remembered: z.nullable(Remember),
  /** Classes of data that were replaced, each with how often: never content. */
  replaced: z.array(z.strictObject({ name: Name, count: z.number() })),
  /** Ids of the rules that obliged to it. */
  rules: z.array(Name),
  revision: z.nullable(Name),
  person: z.nullable(Name),
  /** From the question to the answer, in milliseconds. */
  took: z.number(),
});
export type AskingEvent = z.infer<typeof AskingEvent>;

/** Something that could not be recorded one by one, admitted and counted. */
export const GapEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("gap"),
  /**
   * `unseen_socket`: sockets that raised no event in the browser, and were stopped for it. `not_forwarded`: events that
   * left the journal before a receiver of the security team had them.
   */
  what: z.enum(["outbox_full", "agent_away", "event_refused", "unseen_socket", "not_forwarded"]),
  count: z.number(),
  /** Where they would have gone, as the record spells it; only of `unseen_socket`. */
  host: z.optional(Name),
  from: Moment,
  until: Moment,
});
export type GapEvent = z.infer<typeof GapEvent>;

/** The life of the parts and of what they obey. `detail` is for IT; it never holds content. */
export const LifecycleEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("lifecycle"),
  part: z.enum(["agent", "extension", "policy", "people", "catalog", "passport", "sign_in"]),
  what: z.enum(["started", "stopped", "connected", "disconnected", "applied", "refused", "degraded"]),
  detail: z.string().check(z.maxLength(2_000)),
});
export type LifecycleEvent = z.infer<typeof LifecycleEvent>;

/** A state of policy and directives that one browser now enforces: the proof of how long it took to get there. */
export const EnforcedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("enforced"),
  revision: Name,
  release: z.nullable(Name),
  /** Versions of the signed roles `targets` and `directives`; 0: policy that is not signed. */
  policy: z.number(),
  directives: z.number(),
  /** When the newest of both was signed; null: policy that is not signed. */
  issued: z.nullable(Moment),
  /** Milliseconds from then to the moment the browser enforced it. */
  took: z.nullable(z.number()),
  /** The installation of the extension, and the browser that it is in. */
  instance: Name,
  browser: z.string().check(z.maxLength(200)),
  person: z.nullable(Name),
});
export type EnforcedEvent = z.infer<typeof EnforcedEvent>;

/** Bodies of old events that were taken out of the journal, whose place in its proofs they keep. Only the agent writes it. */
export const PrunedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("pruned"),
  /** `permits`: what was permitted stays for a shorter time. */
  why: z.enum(["age", "permits", "size"]),
  count: z.number(),
  /** Places in the journal. */
  first: z.number(),
  last: z.number(),
  /** SHA-256, hexadecimal, over the places in ascending order, each in decimal digits with a newline. */
  set: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type PrunedEvent = z.infer<typeof PrunedEvent>;

/** Sealed content of one event was opened on the endpoint that keeps it. Only Lanyard's own programs there write it. */
export const UnsealedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("unsealed"),
  /** The event that holds it: its place in the journal, and its id. */
  sequence: z.number(),
  of: EventId,
  /** Names of the reviewers whose keys were used. */
  by: z.array(Name).check(z.minLength(1), z.maxLength(2)),
  /** False where one of two has made a half of it, which the other one opens. */
  whole: z.boolean(),
});
export type UnsealedEvent = z.infer<typeof UnsealedEvent>;

/** Keys of sealed content were erased: nobody reads it any more, and its place in the proofs stays. Only the agent writes it. */
export const ErasedEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("erased"),
  /** `asked`: by `lanyard journal erase`. */
  why: z.enum(["age", "asked"]),
  /** Who asked, as the operating system calls them; left out where nobody did. */
  by: z.optional(Name),
  count: z.number(),
  /** Places in the journal. */
  first: z.number(),
  last: z.number(),
  /** As of `pruned`. */
  set: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type ErasedEvent = z.infer<typeof ErasedEvent>;
export type { AccessEvent } from "./access-event.ts";

/** One record for the journal. */
export const AuditEvent = z.discriminatedUnion("kind", [
  DecisionEvent,
  ServedEvent,
  AskingEvent,
  GapEvent,
  LifecycleEvent,
  EnforcedEvent,
  DiscoveryEvent,
  DegradedEvent,
  PrunedEvent,
  UnsealedEvent,
  ErasedEvent,
  AccessEvent,
]);
export type AuditEvent = z.infer<typeof AuditEvent>;
