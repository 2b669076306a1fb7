import * as z from "zod/mini";
import { LicenseUse } from "./license-use.ts";
import { Moment, Name, Sentence } from "./text.ts";

/** What the enforcer must do besides letting a permitted call pass (P1). */
export const OBLIGATIONS = ["warn", "justify", "redact", "seal", "notify"] as const;
export const Obligation = z.enum(OBLIGATIONS);
export type Obligation = z.infer<typeof Obligation>;

export const Effect = z.enum(["permit", "deny"]);
export type Effect = z.infer<typeof Effect>;

/** Which step of the semantics settled a decision; the sentence for people is made from it. */
export const Ground = z.enum([
  "rule", // P3: a forbid or a permit matched
  "default", // P3: nothing matched
  "classification", // P2: the clearance does not dominate
  "unidentified", // P7: the model cannot be told
  "uninspectable", // the body cannot be read
  "obligation", // P1: an obligation that this enforcer cannot carry out
  "stale", // staleness step: the policy is too old for this level
  "agent_away", // fail mode: the agent is gone and this level does not stay open
  "not_ready", // the enforcer has no clearance yet
]);
export type Ground = z.infer<typeof Ground>;

/** One thing that would give access. `value` names it: a license, a level, a compartment, an account kind. */
export const Missing = z.strictObject({
  kind: z.enum([
    "us_person",
    "license",
    "grant",
    "location",
    "assurance",
    "device",
    "purpose",
    "region",
    "data_class",
    "tenant",
    "level",
    "compartment",
    "account",
    "rule",
    "model_name",
    "readable_body",
    "agent",
    "fresh_policy",
    "time",
  ]),
  value: z.nullable(Name),
});
export type Missing = z.infer<typeof Missing>;

/** What the decision would have been if every rule in `mode: monitor` counted (P8). */
export const Shadow = z.strictObject({
  effect: Effect,
  obligations: z.array(Obligation),
  /** Ids of the monitored rules that matched. */
  rules: z.array(Name),
});
export type Shadow = z.infer<typeof Shadow>;

/** The answer to one access request, complete as P9 asks. */
export const Decision = z.strictObject({
  effect: Effect,
  obligations: z.array(Obligation),
  ground: Ground,
  /** Revision of the policy it was made under. */
  revision: Name,
  /** Ids of the rules that determined it, in the order of the policy. */
  rules: z.array(Name),
  /** One sentence for the person. */
  because: Sentence,
  /** Alternatives: any one of these would give access; empty where nothing would. */
  missing: z.array(Missing),
  /** Approved models that this person may use for the same action. */
  instead: z.array(Name),
  /** The model that settled it (the strictest of a set), or null where none could be told. */
  model: z.nullable(Name),
  /** When it ends because time was read (P9), else null. */
  until: z.nullable(Moment),
  /** Null where no monitored rule matched. */
  shadow: z.nullable(Shadow),
  /** Of a permit: the licenses and grants that took restrictions away which would have met the call (P6). */
  licenses: z._default(z.array(LicenseUse), []),
});
export type Decision = z.infer<typeof Decision>;
