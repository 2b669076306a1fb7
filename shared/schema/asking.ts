import * as z from "zod/mini";
import { Name } from "./text.ts";

/** How long an answer counts, the shortest first. */
export const REMEMBER = ["call", "conversation", "model", "hour", "day"] as const;
export const Remember = z.enum(REMEMBER);
export type Remember = z.infer<typeof Remember>;

/** The obligations that a person fulfills, in the order in which they are shown. */
export const STEPS = ["redact", "warn", "justify"] as const;
export const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

/** Longest reason that a person may give, in characters. */
export const LONGEST_REASON = 2_000;

/** How people are asked, where a rule obliges to a warning, a reason or a redaction. */
export const Asking = z.strictObject({
  remember: Remember,
  /** Reasons to choose from. */
  reasons: z.array(Name),
  freeText: z.boolean(),
  /** How long a call waits for the answer before it is not sent, in milliseconds. */
  hold: z.number(),
});
export type Asking = z.infer<typeof Asking>;

/** What one rule says of asking; null: as the policy has it. */
export const RuleAsking = z.strictObject({
  remember: z.nullable(Remember),
  reasons: z.nullable(z.array(Name)),
  freeText: z.nullable(z.boolean()),
  hold: z.nullable(z.number()),
});
export type RuleAsking = z.infer<typeof RuleAsking>;

/** Where the policy says nothing of it: each call is asked about, in the person's own words, for two minutes. */
export const USUAL_ASKING: Asking = { remember: "call", reasons: [], freeText: true, hold: 120_000 };
