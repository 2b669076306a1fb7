import * as z from "zod/mini";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { DegradedReason, DiscoveryEvent } from "../../../shared/schema/discovery-event.ts";
import { Effect } from "../../../shared/schema/decision.ts";

const Count = z.number();

/** One opened journal. */
export const JournalAbout = z.strictObject({
  /** Its file's name, which is what people tell journals apart by. */
  name: z.string(),
  file: z.string(),
  /** Why it cannot be read, in a sentence; null: it can. */
  problem: z.nullable(z.string()),
  /** Version of its form; null where that cannot be told. */
  form: z.nullable(Count),
  /** Places of its oldest and newest event that are there; both 0 where it is empty. */
  first: Count,
  last: Count,
  /** Events that were read so far, for filters and counts. */
  read: Count,
  /** Events that are missing between the oldest and the newest, as far as they were read. */
  missing: Count,
  unreadable: Count,
  gaps: Count,
});
export type JournalAbout = z.infer<typeof JournalAbout>;

/** What the console has opened, and how far it has read. */
export const About = z.strictObject({
  journals: z.array(JournalAbout),
  /** The times of the oldest and newest event that were read; null where there is none. */
  span: z.nullable(z.strictObject({ from: Count, to: Count })),
  /** The policy that is there: its revision, or why there is none, in a sentence. */
  policy: z.strictObject({ revision: z.nullable(z.string()), problem: z.nullable(z.string()) }),
});
export type About = z.infer<typeof About>;

/** One event in the table. */
export const Row = z.strictObject({
  journal: Count,
  sequence: Count,
  /** Null where it is no event that this Lanyard knows. */
  event: z.nullable(AuditEvent),
  /** Of a denial: whether anything would give access; null where that cannot be told. */
  obtainable: z.nullable(z.boolean()),
});
export type Row = z.infer<typeof Row>;

/** So many rows from one on, and how many there are in all. */
export const Rows = z.strictObject({ total: Count, denials: Count, at: Count, rows: z.array(Row) });
export type Rows = z.infer<typeof Rows>;

/** Events by time: column n goes from `start + n * step` on. */
export const Timeline = z.strictObject({
  start: Count,
  step: Count,
  permits: z.array(Count),
  denials: z.array(Count),
  others: z.array(Count),
  gaps: z.array(Count),
  /** Events whose time is not in the span. */
  outside: Count,
});
export type Timeline = z.infer<typeof Timeline>;

/** A model by its use in decisions. */
export const ModelUse = z.strictObject({
  model: z.nullable(z.string()),
  permits: Count,
  denials: Count,
  /** Null where they are too many to be counted. */
  people: z.nullable(Count),
  last: Count,
});
export type ModelUse = z.infer<typeof ModelUse>;
export const Models = z.array(ModelUse);

/** A value that one may filter by, and how many events have it. */
export const Choice = z.strictObject({ value: z.string(), count: Count });
export type Choice = z.infer<typeof Choice>;
export const Choices = z.array(Choice);

/** A rule that took part in a decision. */
export const RuleText = z.strictObject({
  id: z.string(),
  /** As `file:line`; null where the policy that is here has no such rule. */
  place: z.nullable(z.string()),
  text: z.nullable(z.string()),
});
export type RuleText = z.infer<typeof RuleText>;

/** How the policy that is here decides the same call. */
export const Standing = z.strictObject({
  effect: Effect,
  /** Phrases: what would give access. */
  missing: z.array(z.string()),
  /** True where all of it is needed, false where any one is enough. */
  all: z.boolean(),
  /** Names of models to use instead. */
  instead: z.array(z.string()),
});
export type Standing = z.infer<typeof Standing>;

/** One event in full. */
export const EventInFull = z.strictObject({
  row: Row,
  /** As it is stored. */
  stored: z.string(),
  /** Events that belong to it: what was asked about, what was answered, what served it. */
  related: z.array(Row),
  rules: z.array(RuleText),
  /** The policy that is here is the one of the decision (`same`), another, or none. */
  policy: z.enum(["same", "other", "none"]),
  standing: z.nullable(Standing),
});
export type EventInFull = z.infer<typeof EventInFull>;

/** The use of AI that no recognizer knows, and recognizers that met what they cannot read. */
export const Discovery = z.strictObject({
  unknown: z.array(
    z.strictObject({
      host: z.string(),
      what: DiscoveryEvent.shape.what,
      service: z.nullable(z.string()),
      visits: Count,
      calls: Count,
      first: Count,
      last: Count,
    }),
  ),
  degraded: z.array(
    z.strictObject({
      service: z.string(),
      path: z.string(),
      reason: DegradedReason,
      calls: Count,
      last: Count,
    }),
  ),
});
export type Discovery = z.infer<typeof Discovery>;

/** One state of policy and directives, or what was refused. */
export const Change = z.strictObject({
  journal: Count,
  sequence: Count,
  /** When it was first known here. */
  at: Count,
  what: z.enum(["directives", "policy", "folder", "refused", "people", "catalog"]),
  revision: z.nullable(z.string()),
  release: z.nullable(z.string()),
  policy: z.nullable(Count),
  directives: z.nullable(Count),
  issued: z.nullable(Count),
  detail: z.string(),
  /** Browsers that enforced it; milliseconds from its signature to that. */
  enforced: z.array(
    z.strictObject({ browser: z.string(), at: Count, took: z.nullable(Count), sequence: Count }),
  ),
  /** Denials from then until the next state; null for what changes none. */
  denials: z.nullable(Count),
});
export type Change = z.infer<typeof Change>;
export const History = z.strictObject({ changes: z.array(Change), left: Count });
export type History = z.infer<typeof History>;

/** What is known of whether a journal is whole. */
export const Integrity = z.array(
  z.strictObject({
    journal: Count,
    gaps: z.array(Row),
    gapsLeft: Count,
  }),
);
export type Integrity = z.infer<typeof Integrity>;

/** What went wrong with a question, for people. */
export const Wrong = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
