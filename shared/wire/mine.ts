import * as z from "zod/mini";
import { Moment, Name } from "../schema/text.ts";

/* What is recorded about the person who asks: their own records out of the agent's journal, and nobody else's. */

/** Most records in one answer. */
export const MOST_RECORDS = 500;

/** Asks for records about the person whom this endpoint is for. */
export const MineAsk = z.strictObject({
  type: z.literal("mine"),
  /** Comes back with the answer. */
  n: z.number(),
  /** Only records before this place in the journal; null: the newest. */
  before: z.nullable(z.number()),
  limit: z.int().check(z.gte(1), z.lte(MOST_RECORDS)),
});
export type MineAsk = z.infer<typeof MineAsk>;

/** A record as it is kept, without the ciphertext of sealed content. Kinds that this version does not know are handed on all the same: it is the person's record. */
export const OwnRecord = z.strictObject({
  /** Its place in the journal. */
  sequence: z.number(),
  event: z.looseObject({ id: Name, time: Moment, kind: Name }),
});
export type OwnRecord = z.infer<typeof OwnRecord>;

/** How long records are kept, and who sees them besides the person and the company's security reviewers. */
export const Keeping = z.strictObject({
  /** Days; null: no end by age. */
  days: z.nullable(z.number()),
  permitsDays: z.nullable(z.number()),
  sealedDays: z.nullable(z.number()),
  /** Where records are sent on to: a host, or null for a file on this device. */
  receivers: z.array(z.nullable(Name)),
});
export type Keeping = z.infer<typeof Keeping>;

/** The answer, newest first. */
export const MineAnswer = z.strictObject({
  type: z.literal("mine"),
  n: z.number(),
  events: z.array(OwnRecord),
  /** True where there are older ones. */
  more: z.boolean(),
  /** How many there are in all; null where only older ones were asked for. */
  total: z.nullable(z.number()),
  /** Null where it is not known, as without the agent. */
  keeping: z.nullable(Keeping),
  /** Why nothing can be told, in a sentence; null: it can. */
  problem: z.nullable(z.string()),
});
export type MineAnswer = z.infer<typeof MineAnswer>;
