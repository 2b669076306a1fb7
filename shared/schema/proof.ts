import * as z from "zod/mini";
import { Moment, Name, Sentence } from "./text.ts";

/** What a passport may say of a person. */
export const CLAIMS = [
  "level",
  "compartments",
  "organization",
  "groups",
  "us_person",
  "citizenship",
  "location",
  "assurance",
  "trusted_partner",
  "licenses",
  "name",
] as const;
export const Claim = z.enum(CLAIMS);
export type Claim = z.infer<typeof Claim>;

/** How one fact that policy asks for stands: who proved it and until when, or why it is not proven. Never the fact itself. */
export const Proof = z.strictObject({
  claim: Claim,
  proven: z.boolean(),
  /** The issuer, by its id in policy; null where no passport says it. */
  by: z.nullable(Name),
  until: z.nullable(Moment),
  /** Why it is not proven, or counts for less than it says; null: it counts as it stands. */
  why: z.nullable(Sentence),
});
export type Proof = z.infer<typeof Proof>;
