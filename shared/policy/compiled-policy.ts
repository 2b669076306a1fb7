import type { Approver } from "../schema/access-policy.ts";
import type { Action } from "../schema/action.ts";
import type { Asking, RuleAsking } from "../schema/asking.ts";
import type { Classification, MomentConditions, ModelSet, StaleStep } from "../schema/clearance.ts";
import type { DataClass } from "../schema/data-class.ts";
import type { Obligation } from "../schema/decision.ts";
import type { ModelFacts } from "../schema/model-facts.ts";
import type { PublicJwk } from "../schema/passport-issuer.ts";
import type { Claim } from "../schema/proof.ts";
import type { SignInFact } from "../schema/sign-in.ts";
import type { Reviewers } from "../schema/reviewer.ts";
import type { Tenants } from "../schema/tenants.ts";

/** What the catalog lends to policy: policy itself knows models by their ids alone. */
export interface Knowledge {
  /** Brings a `provider/model` id or pattern to the one spelling that recognition gives. */
  readonly spell: (id: string) => string;
  /** Every model that is known. */
  readonly models: readonly ModelFacts[];
}

/** Which people and devices; fields are ANDed, the names in a field ORed. Absent: does not matter. */
export interface CompiledWho {
  readonly people?: readonly string[];
  readonly groups?: readonly string[];
  readonly organizations?: readonly string[];
  readonly usPerson?: "proven";
  readonly citizenships?: readonly string[];
  readonly trustedPartner?: "proven";
  /** ISO 3166 countries. */
  readonly locations?: readonly string[];
  /** Least assurance level. */
  readonly assurance?: number;
  readonly managed?: boolean;
  /** All of these must be proven of the device. */
  readonly posture?: readonly string[];
}

/** Which models: exact ids and globs, already spelled; null: every model, and calls whose model cannot be told. */
interface CompiledSelector {
  readonly models: readonly string[] | null;
  /** Also models that the catalog does not know (P5: an unknown fact matches, except on a permit). */
  readonly unknownToo: boolean;
}

/** One sentence of policy with its dates read and its names settled. */
export interface CompiledRule extends CompiledSelector {
  readonly id: string;
  readonly layer: "directive" | "guardrail" | "rule";
  readonly effect: "permit" | "forbid" | "oblige";
  readonly monitor: boolean;
  /** Null: every action. */
  readonly actions: readonly Action[] | null;
  readonly who: CompiledWho;
  readonly when: MomentConditions;
  /** Milliseconds since 1970 UTC; null: no end. */
  readonly from: number | null;
  readonly until: number | null;
  /** `us-person`, `license`, `license:ID`, `grant`, `grant:ID`. */
  readonly unless: readonly string[];
  readonly obligations: readonly Obligation[];
  /** Null: as the policy has it. */
  readonly asking: RuleAsking | null;
  readonly because: string | null;
  readonly instead: readonly string[];
  /** Replies that are under way are ended where this forbids. Left out: they are not. */
  readonly cuts?: true;
}

/** A license or grant (P6). */
export interface CompiledLicense extends CompiledSelector {
  readonly id: string;
  readonly kind: "license" | "grant";
  readonly authority: string | null;
  /** Its number there. */
  readonly number: string | null;
  /** What its authority asks of whoever uses it, in sentences for people. */
  readonly conditions: readonly string[];
  readonly holder: Pick<CompiledWho, "people" | "groups" | "organizations">;
  readonly actions: readonly Action[] | null;
  readonly purposes: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly from: number | null;
  readonly until: number | null;
}

/** An issuer of passports (P5: whatever it may not say stays unknown). */
export interface CompiledIssuer {
  readonly id: string;
  readonly keys: readonly PublicJwk[];
  readonly maySay: readonly Claim[];
  /** Milliseconds; null: as old as a passport itself allows. */
  readonly greatestAge: number | null;
  /** Null: Lanyard's own. */
  readonly type: string | null;
  readonly called: Readonly<Partial<Record<Claim, string>>>;
}

/** Whose sign-in is believed, and which of its claims says what. */
export interface CompiledSignIn {
  readonly issuer: string;
  /** The claim that is the person's id; null: `email` where it is verified, else `sub`. */
  readonly person: string | null;
  readonly groups: string | null;
  readonly claims: Readonly<Partial<Record<SignInFact, string>>>;
  /** What each value of `acr` and `amr` is worth; null: a sign-in says nothing of assurance. */
  readonly assurance: {
    readonly acr: Readonly<Record<string, number>>;
    readonly amr: Readonly<Record<string, number>>;
  } | null;
  /** Milliseconds; null: as long as the ID token. */
  readonly greatestAge: number | null;
}

/** What may be asked for, and whose approvals count. */
export interface CompiledRequests {
  /** Patterns, spelled as recognition spells. */
  readonly models: readonly string[];
  /** Milliseconds. */
  readonly longest: number;
  readonly approvers: readonly Approver[];
  /** What takes two approvers: indices into the policy's levels, and patterns. */
  readonly two: { readonly levels: readonly number[]; readonly models: readonly string[] };
  /** Ids that a grant may have for `unless`. */
  readonly named: readonly string[];
  readonly put: string | null;
  readonly webhook: string | null;
  /** Address of the answers, with its last slash; null: none. */
  readonly grants: string | null;
}

/** The whole policy, ready to be resolved for anybody. Rules keep the order in which they were written. */
export interface CompiledPolicy {
  readonly revision: string;
  readonly organization: string;
  readonly levels: readonly string[];
  readonly default: "permit" | "forbid";
  readonly unidentified: "permit" | "forbid";
  readonly uninspectable: "permit" | "forbid";
  /** Index into `levels`; -1: nothing stays open. */
  readonly openWhileAway: number;
  readonly corporateAccounts: readonly string[];
  /** Left out where the policy names none. */
  readonly tenants?: Tenants;
  readonly names: Readonly<Record<string, string>>;
  readonly classifications: readonly Classification[];
  readonly licenses: readonly CompiledLicense[];
  readonly rules: readonly CompiledRule[];
  /** Left out where the policy names none. */
  readonly issuers?: readonly CompiledIssuer[];
  /** What counts only as a passport proves it; left out where that is nothing. */
  readonly proofs?: readonly Claim[];
  /** Left out where people are not signed in. */
  readonly signIn?: CompiledSignIn;
  /** Left out where the policy names none. */
  readonly reviewers?: Reviewers;
  /** Left out where nothing may be asked for. */
  readonly requests?: CompiledRequests;
  readonly stale: readonly StaleStep[];
  readonly sets: readonly ModelSet[];
  readonly purposes: readonly { readonly id: string; readonly name: string }[];
  /** How long one stays declared at most, in milliseconds. Left out: as it is usual. */
  readonly purposeLasts?: number;
  readonly asking: Asking;
  /** By name. */
  readonly dataClasses: readonly DataClass[];
  /** Ids of all known models where something is `unknownToo`, else null. */
  readonly knownModels: readonly string[] | null;
}
