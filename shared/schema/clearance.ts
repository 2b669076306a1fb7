import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Asking, RuleAsking, USUAL_ASKING } from "./asking.ts";
import { DataClass } from "./data-class.ts";
import { Missing, Obligation } from "./decision.ts";
import { UsPerson } from "./person.ts";
import { Reviewers } from "./reviewer.ts";
import { Tenants } from "./tenants.ts";
import { Moment, Name, Sentence } from "./text.ts";

/** Hours of a week in a time zone. */
export const Hours = z.strictObject({
  /** Days of the week, 1 Monday to 7 Sunday. */
  days: z.array(z.number()),
  /** Minutes after midnight; `to` is exclusive, and before `from` where the hours pass midnight. */
  from: z.number(),
  to: z.number(),
  /** IANA name: "Europe/Berlin". */
  zone: Name,
});
export type Hours = z.infer<typeof Hours>;

/** What only the moment can answer. Null: does not matter. All that are given must hold; any of a list is enough. */
export const MomentConditions = z.strictObject({
  account: z.nullable(z.enum(["corporate", "personal"])),
  tenants: z.nullable(z.array(Name)),
  /** Regions and sovereign clouds, exact or with `*`. */
  regions: z.nullable(z.array(Name)),
  purposes: z.nullable(z.array(Name)),
  dataClasses: z.nullable(z.array(Name)),
  inspectable: z.nullable(z.boolean()),
  hours: z.nullable(Hours),
});
export type MomentConditions = z.infer<typeof MomentConditions>;

/** A license or grant that takes a rule away for what it covers (P6). Null means all of them. */
export const Exemption = z.strictObject({
  by: Name,
  kind: z.enum(["license", "grant"]),
  purposes: z.nullable(z.array(Name)),
  regions: z.nullable(z.array(Name)),
  models: z.nullable(z.array(Name)),
  actions: z.nullable(z.array(Action)),
  from: z.nullable(Moment),
  until: z.nullable(Moment),
});
export type Exemption = z.infer<typeof Exemption>;

/** A rule after everything that the person's facts decide has been decided: what is left is of the moment. */
export const ResidualRule = z.strictObject({
  id: Name,
  /** Directives and guardrails restrict only (P6). */
  layer: z.enum(["directive", "guardrail", "rule"]),
  /** `oblige` permits nothing: it adds its obligations to what others permit. */
  effect: z.enum(["permit", "forbid", "oblige"]),
  /** Evaluated for the shadow decision alone (P8). */
  monitor: z.boolean(),
  /** Null: every action. */
  actions: z.nullable(z.array(Action)),
  /** Exact `provider/model` ids and globs; null: every model, and calls whose model cannot be told. */
  models: z.nullable(z.array(Name)),
  /** Also models that the catalog did not know when this was compiled (`knownModels`). Never on a permit (P5). */
  unknownToo: z.boolean(),
  when: MomentConditions,
  from: z.nullable(Moment),
  until: z.nullable(Moment),
  exempt: z.array(Exemption),
  obligations: z.array(Obligation),
  /** Null: as the clearance has it. */
  asking: z._default(z.nullable(RuleAsking), null),
  because: z.nullable(Sentence),
  instead: z.array(Name),
  /** For a forbid: what would take it away for this person. For a permit of `almost`: the one proof it lacks. */
  missing: z.array(Missing),
  /** Replies that are under way are ended where this forbids. Left out: they are not. */
  cuts: z.optional(z.literal(true)),
});
export type ResidualRule = z.infer<typeof ResidualRule>;

/** The level and compartments of the models that match; several that match are united, the highest level stands. */
export const Classification = z.strictObject({
  models: z.array(Name),
  /** Also models that the catalog did not know when this was compiled. */
  unknownToo: z.boolean(),
  level: z.number(),
  compartments: z.array(Name),
});
export type Classification = z.infer<typeof Classification>;

/** Who the clearance is for, with only the facts that policy asks for. */
export const Holder = z.strictObject({
  id: Name,
  name: z.nullable(Name),
  organization: z.nullable(Name),
  groups: z.array(Name),
  /** Index into `levels`. */
  level: z.number(),
  compartments: z.array(Name),
  usPerson: UsPerson,
  location: z.nullable(Name),
  assurance: z.nullable(z.number()),
});
export type Holder = z.infer<typeof Holder>;

/** From this age of the policy on, stricter: obligations are added, and levels above the highest are closed. */
export const StaleStep = z.strictObject({
  /** Milliseconds. */
  after: z.number(),
  obligations: z.array(Obligation),
  /** Highest level that stays open; null: all; -1: none. */
  openUpTo: z.nullable(z.number()),
});
export type StaleStep = z.infer<typeof StaleStep>;

/** What a string that a service's calls carry may mean (P7): `auto`, a mode, a deployment. Goes before the catalog's own. */
export const ModelSet = z.strictObject({
  service: Name,
  /** As sent; `""` where the wire names none. With `*` it means strings that the catalog does not know. */
  sent: z.string(),
  /** Only on such hosts. Left out: on all. */
  host: z.optional(Name),
  /** Only beside such a name of the customer's. Left out: whatever stands beside. */
  alias: z.optional(Name),
  models: z.array(Name),
});
export type ModelSet = z.infer<typeof ModelSet>;

/**
 * The whole policy resolved for one person: all that `decide`, the popup and every notice need.
 * Canonical: the same policy and person give the same bytes.
 */
export const Clearance = z.strictObject({
  lanyard: z.literal(1),
  revision: Name,
  organization: Name,
  holder: Holder,
  /** Names of the levels, ascending. */
  levels: z.array(Name),
  default: z.enum(["permit", "forbid"]),
  unidentified: z.enum(["permit", "forbid"]),
  uninspectable: z.enum(["permit", "forbid"]),
  /** Highest level that stays open while the agent is away; -1: none. Never the top level. */
  openWhileAway: z.number(),
  /** Account ids of the wire that are the company's own. */
  corporateAccounts: z.array(Name),
  /** What vendors are told of the company's tenants; left out where the policy names none. */
  tenants: z.optional(Tenants),
  /** Whom content is sealed to; left out where the policy names nobody. */
  reviewers: z.optional(Reviewers),
  /** Ascending by age. */
  stale: z.array(StaleStep),
  sets: z.array(ModelSet),
  /** Purposes that a person may declare, with their words for people. */
  purposes: z.array(z.strictObject({ id: Name, name: Name })),
  asking: z._default(Asking, USUAL_ASKING),
  /** The classes of data that the rules name, or all where a rule would have everything redacted. */
  dataClasses: z._default(z.array(DataClass), []),
  /** Models that the catalog knew; null where no rule asks whether a model is known. */
  knownModels: z.nullable(z.array(Name)),
  classifications: z.array(Classification),
  rules: z.array(ResidualRule),
  /** Permits that lack nothing of the person but one proof: they never match, `missing` says what would make them. */
  almost: z.array(ResidualRule),
  /** The models that these rules, and the policy's own names, name exactly, with their names for people. */
  models: z.array(z.strictObject({ id: Name, name: Name })),
});
export type Clearance = z.infer<typeof Clearance>;

/** A rule, or the place of the same one in the clearance that this is told beside. */
const RuleOrPlace = z.union([z.int().check(z.nonnegative()), ResidualRule]);

/** What is otherwise than in a clearance where other facts hold about the person. Fields that are left out are the same. */
export const LoweredClearance = z.strictObject({
  holder: z.optional(Holder),
  dataClasses: z.optional(z.array(DataClass)),
  knownModels: z.optional(Clearance.shape.knownModels),
  models: z.optional(Clearance.shape.models),
  rules: z.array(RuleOrPlace),
  almost: z.array(RuleOrPlace),
});
export type LoweredClearance = z.infer<typeof LoweredClearance>;
