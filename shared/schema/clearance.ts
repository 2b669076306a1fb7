import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Missing, Obligation } from "./decision.ts";
import { UsPerson } from "./person.ts";
import { Moment, Name, Sentence } from "./text.ts";

/** A license or grant that takes a rule away for what it covers (P6). Null means all of them. */
export const Exemption = z.strictObject({
  by: Name,
  models: z.nullable(z.array(Name)),
  actions: z.nullable(z.array(Action)),
  from: z.nullable(Moment),
  until: z.nullable(Moment),
});
export type Exemption = z.infer<typeof Exemption>;

/** A rule after everything that the person's facts decide has been decided: what is left is of the moment. */
export const ResidualRule = z.strictObject({
  id: Name,
  effect: z.enum(["permit", "forbid"]),
  /** Null: every action. */
  actions: z.nullable(z.array(Action)),
  /** Exact `provider/model` ids and globs; null: every model, and calls whose model cannot be told. */
  models: z.nullable(z.array(Name)),
  account: z.nullable(z.enum(["corporate", "personal"])),
  from: z.nullable(Moment),
  until: z.nullable(Moment),
  exempt: z.array(Exemption),
  obligations: z.array(Obligation),
  because: z.nullable(Sentence),
  instead: z.array(Name),
  /** For a forbid: what would take it away for this person. */
  missing: z.array(Missing),
});
export type ResidualRule = z.infer<typeof ResidualRule>;

/** The level and compartments of the models that match; several that match are united, the highest level stands. */
export const Classification = z.strictObject({
  models: z.array(Name),
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
});
export type Holder = z.infer<typeof Holder>;

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
  classifications: z.array(Classification),
  rules: z.array(ResidualRule),
  /** Every model that the policy names exactly, with its name for people. */
  models: z.array(z.strictObject({ id: Name, name: Name })),
});
export type Clearance = z.infer<typeof Clearance>;
