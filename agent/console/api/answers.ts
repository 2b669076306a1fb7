import * as z from "zod/mini";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { DegradedReason, DiscoveryEvent } from "../../../shared/schema/discovery-event.ts";
import { Effect } from "../../../shared/schema/decision.ts";

const Count = z.number();

/** The head of a tree that was signed. */
const CheckpointAbout = z.strictObject({
  size: Count,
  root: z.string(),
  /** When it was signed; null where that is not known. */
  time: z.nullable(Count),
});

/** One opened record: a journal, or an export of one. */
export const JournalAbout = z.strictObject({
  /** Its file's name, which is what people tell records apart by. */
  name: z.string(),
  file: z.string(),
  what: z.enum(["journal", "export"]),
  /** Why it cannot be read on, in a sentence; null: it can. */
  problem: z.nullable(z.string()),
  /** Events that are filed: rows are counted up to here. */
  count: Count,
  /** Events that there are; those that filters find so far; those that a search has looked into. */
  all: Count,
  read: Count,
  searched: Count,
  /** Places that should have an event, and have none, as far as they were read. */
  missing: Count,
  /** Events whose content is not kept any more, or was left out of an export. */
  absent: Count,
  unreadable: Count,
  gaps: Count,
  /** The name in its checkpoints, and the newest of them; null where it cannot be read. */
  head: z.nullable(z.strictObject({ origin: z.string(), checkpoint: z.nullable(CheckpointAbout) })),
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

/** What proves an event: leaf and path in hexadecimal, the lowest first, and the first checkpoint that holds it. */
export const Proof = z.strictObject({
  leaf: z.string(),
  path: z.array(z.string()),
  checkpoint: z.nullable(CheckpointAbout),
  holds: z.boolean(),
});
export type Proof = z.infer<typeof Proof>;

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
  /** Null where it cannot be told event by event, as in an export. */
  proof: z.nullable(Proof),
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
  /** Older records that are not added up here. */
  left: Count,
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

/** How a record was verified: against its own tree and checkpoints, and those of witnesses that were given. */
export const Check = z.strictObject({
  /** `waiting`: it is not begun yet; `failed`: it could not be carried out. */
  state: z.enum(["waiting", "running", "done", "failed"]),
  /** Events that were verified, of all. */
  done: Count,
  of: Count,
  /** When it ended; null: it has not. */
  at: z.nullable(Count),
  /** The first findings, and how many there are. */
  findings: z.array(
    z.strictObject({
      what: z.string(),
      from: z.nullable(Count),
      until: z.nullable(Count),
      sentence: z.string(),
    }),
  ),
  found: Count,
  notes: z.array(z.string()),
  /** Events under the newest checkpoint, and how many checkpoints were held against the tree. */
  signed: Count,
  checkpoints: Count,
  /** True where the key came from elsewhere than from what was verified. */
  keyGiven: z.boolean(),
  /** Why it failed, in a sentence. */
  problem: z.nullable(z.string()),
});
export type Check = z.infer<typeof Check>;
export const Checks = z.array(Check);

/** What went wrong with a question, for people. */
export const Wrong = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });

/** How events are written into a file: as they are stored, or as security teams' engines read them. */
export const LineForm = z.enum(["jsonl", "ocsf"]);
export type LineForm = z.infer<typeof LineForm>;
