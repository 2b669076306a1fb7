import * as z from "zod/mini";
import { Name } from "./text.ts";

const Names = z.array(Name).check(z.maxLength(2_000));

/** One lab: how it is written in ids, what its models are called, and how their names are spelled. */
export const Lab = z.strictObject({
  lab: Name,
  /** What stands before the slash, dot or dash in ids of resellers. */
  names: Names,
  /** How names of its models begin. */
  families: Names,
  /** Words that make a model this lab's wherever they stand in the name. */
  contains: z.optional(Names),
  /** True where nobody else's model can carry the name, whatever stands before the slash. */
  closed: z.optional(z.boolean()),
  /** Suffixes that choose how hard the same model thinks; elsewhere they are part of the name. */
  modes: z.optional(Names),
  /** Suffixes that are models of their own, and may have a date before them. */
  variants: z.optional(Names),
  /** True where year and month are the version: `mistral-large-2411` and `-2512` are two models. */
  versionsAreDates: z.optional(z.boolean()),
  /** Families whose version follows without a dash: `qwen3`. */
  glued: z.optional(Names),
});
export type Lab = z.infer<typeof Lab>;

/** Words in model ids that are no part of the model's name, and names that mean another one. */
const ModelSpellings = z.strictObject({
  /** Names of those who pass models on. */
  resellers: Names,
  /** What may stand after a colon and says who passes the model on, or nothing. */
  tags: Names,
  /** `preview`, `latest` and the like. */
  stages: Names,
  quantizations: Names,
  /** Names that a reseller or lab made up, and the model that each is. */
  otherNames: z.record(Name, Name),
});

/** Everything that turns a spelling of a model's id into the model. */
export const ModelNames = z.strictObject({
  labs: z.array(Lab).check(z.maxLength(1_000)),
  spellings: ModelSpellings,
});
export type ModelNames = z.infer<typeof ModelNames>;
