import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Obligation } from "./decision.ts";
import { Name, Sentence } from "./text.ts";

/** One model as policy names it: `provider/model`. */
const ModelId = z.string().check(z.regex(/^[A-Za-z0-9._~-]+\/[A-Za-z0-9._:@+~/-]+$/), z.maxLength(512));

/** One or many models: a model id in which `*` stands for any characters, or `*` alone for every model. */
const ModelPattern = z
  .string()
  .check(z.regex(/^(\*|[A-Za-z0-9._~*-]+\/[A-Za-z0-9._:@+~/*-]+)$/), z.maxLength(512));

/** `all`, or the actions by name. */
const Actions = z.union([z.literal("all"), z.array(Action)]);

const Toggle = z.enum(["forbid", "permit"]);

/** An ISO 8601 date (00:00 UTC) or a date-time with its offset. Whether it is a real day is checked later. */
const When = z.string().check(z.minLength(1), z.maxLength(40));

/** Whom a license is for: fields are ANDed, the names in a field ORed. */
export const LicenseHolder = z.strictObject({
  people: z.optional(z.array(Name)),
  groups: z.optional(z.array(Name)),
  organizations: z.optional(z.array(Name)),
});
export type LicenseHolder = z.infer<typeof LicenseHolder>;

/** Whom a rule is about: fields are ANDed, the names in a field ORed. */
export const Who = z.strictObject({
  ...LicenseHolder.shape,
  us_person: z.optional(z.literal("proven")),
});
export type Who = z.infer<typeof Who>;

/** What takes a forbid away: proof, any license that covers the call, or one license by its id. */
const Unless = z.string().check(z.regex(/^(us-person|license|license:.{1,500})$/));

/** One sentence of policy. Exactly one of `permit` and `forbid` (checked by `parse`, which can name the line). */
export const Rule = z.strictObject({
  id: Name,
  permit: z.optional(Actions),
  forbid: z.optional(Actions),
  /** Absent: every model, and calls whose model cannot be told. */
  models: z.optional(z.array(ModelPattern)),
  /** Absent: everybody. */
  who: z.optional(Who),
  when: z.optional(z.strictObject({ account: z.enum(["corporate", "personal"]) })),
  from: z.optional(When),
  /** Exclusive. */
  until: z.optional(When),
  /** On a forbid only (P6). */
  unless: z.optional(z.array(Unless)),
  require: z.optional(z.array(Obligation)),
  because: z.optional(Sentence),
  instead: z.optional(z.array(ModelId)),
});
export type Rule = z.infer<typeof Rule>;

/** The level and compartments of models (P2). Entries that match the same model are united. */
export const Classify = z.strictObject({
  models: z.array(ModelPattern),
  level: Name,
  compartments: z.optional(z.array(Name)),
});
export type Classify = z.infer<typeof Classify>;

/** An authority's permission for its holder: satisfies the `unless` that asks for it, and nothing else (P6). */
export const License = z.strictObject({
  id: Name,
  /** Who issued it, for the people who read the policy. */
  authority: z.optional(Name),
  holder: LicenseHolder,
  /** Absent: every model. */
  models: z.optional(z.array(ModelPattern)),
  actions: z.optional(Actions),
  from: z.optional(When),
  /** Exclusive. */
  until: z.optional(When),
});
export type License = z.infer<typeof License>;

/**
 * One file of the policy folder. Files merge: rules, licenses, classifications, names and accounts add up,
 * everything else is said once in the folder.
 */
export const PolicyPart = z.strictObject({
  lanyard: z.optional(z.literal(1)),
  organization: z.optional(Name),
  /** Names this state of the policy; computed from its content where absent. */
  revision: z.optional(Name),
  /** Ascending. */
  levels: z.optional(z.array(Name).check(z.minLength(1), z.maxLength(100))),
  default: z.optional(Toggle),
  unidentified: z.optional(Toggle),
  uninspectable: z.optional(Toggle),
  agent_away: z.optional(z.strictObject({ open_up_to: Name })),
  accounts: z.optional(z.strictObject({ corporate: z.array(Name) })),
  names: z.optional(z.record(ModelId, Name)),
  classify: z.optional(z.array(Classify)),
  licenses: z.optional(z.array(License)),
  rules: z.optional(z.array(Rule)),
});
export type PolicyPart = z.infer<typeof PolicyPart>;
