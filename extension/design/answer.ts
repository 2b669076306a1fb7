import type { Decision, Ground, Missing } from "../../shared/schema/decision.ts";
import { capitalized, words, type WordKey } from "./words.ts";

/** Whether something may be used, as people read it: one of the four states, and its words. */
export interface Answer {
  readonly state: "may" | "conditions" | "obtainable" | "not";
  readonly words: string;
}

interface MissingWords {
  /** Is it something that the person can ask for? Else nothing but a change of policy or of health helps. */
  readonly obtainable: boolean;
  readonly state: WordKey;
  readonly headline: WordKey;
  readonly access: WordKey;
  /** Instead of `access`, for one value of it. */
  readonly accessTo?: Readonly<Record<string, WordKey>>;
}

/** What is said of each thing that may be missing; the first of these that is missing speaks for a denial. */
const MISSING: Readonly<Record<Missing["kind"], MissingWords>> = {
  agent: { obtainable: false, state: "stateAway", headline: "headlineAway", access: "accessAgent" },
  license: { obtainable: true, state: "stateLicense", headline: "headlineLicense", access: "accessLicense" },
  grant: { obtainable: true, state: "stateGrant", headline: "headlineGrant", access: "accessGrant" },
  us_person: {
    obtainable: true,
    state: "stateUsPerson",
    headline: "headlineUsPerson",
    access: "accessUsPerson",
  },
  fresh_policy: {
    obtainable: false,
    state: "stateFreshPolicy",
    headline: "headlineFreshPolicy",
    access: "accessFreshPolicy",
  },
  location: {
    obtainable: true,
    state: "stateLocation",
    headline: "headlineLocation",
    access: "accessLocation",
  },
  assurance: {
    obtainable: true,
    state: "stateAssurance",
    headline: "headlineAssurance",
    access: "accessAssurance",
  },
  device: { obtainable: true, state: "stateDevice", headline: "headlineDevice", access: "accessDevice" },
  level: { obtainable: true, state: "stateLevel", headline: "headlineLevel", access: "accessLevel" },
  compartment: {
    obtainable: true,
    state: "stateCompartment",
    headline: "headlineCompartment",
    access: "accessCompartment",
  },
  account: {
    obtainable: false,
    state: "stateAccount",
    headline: "headlineAccount",
    access: "accessAccount",
    accessTo: { personal: "accessPersonal" },
  },
  tenant: { obtainable: false, state: "stateTenant", headline: "headlineTenant", access: "accessTenant" },
  purpose: { obtainable: false, state: "statePurpose", headline: "headlinePurpose", access: "accessPurpose" },
  region: { obtainable: false, state: "stateRegion", headline: "headlineRegion", access: "accessRegion" },
  data_class: {
    obtainable: false,
    state: "stateDataClass",
    headline: "headlineDataClass",
    access: "accessDataClass",
  },
  time: { obtainable: false, state: "stateTime", headline: "headlineTime", access: "accessTime" },
  model_name: {
    obtainable: false,
    state: "stateModelName",
    headline: "headlineModelName",
    access: "accessModelName",
  },
  readable_body: { obtainable: false, state: "stateBody", headline: "headlineBody", access: "accessBody" },
  rule: { obtainable: false, state: "stateNot", headline: "headlineNot", access: "accessRule" },
};
const KINDS = Object.keys(MISSING) as Missing["kind"][];

/** The state of a model that a decision denied. */
export function deniedAnswer(missing: readonly Missing[], ground: Ground = "rule"): Answer {
  if (ground === "obligation") return { state: "conditions", words: words("stateAsked") };
  const { kind, value } = leading(missing);
  const { obtainable, state } = MISSING[kind];
  return { state: obtainable ? "obtainable" : "not", words: words(state, named(value)) };
}

/** What happened, as the one line that is read first: "Mythos 5 needs a license, and you don’t have one". */
export function deniedHeadline({ ground, missing }: Decision, subject: string): string {
  if (ground === "obligation") return words("headlineAsked", subject);
  const { kind, value } = leading(missing);
  return words(MISSING[kind].headline, subject, named(value));
}

/** What would give access, a phrase for each way. */
export function accessWords(missing: readonly Missing[]): readonly string[] {
  return [...new Set(missing.map(accessTo))];
}

function accessTo({ kind, value }: Missing): string {
  if (kind === "license" && value !== null) return words("accessNamedLicense", value);
  if (kind === "grant" && value !== null) return words("accessNamedGrant", value);
  return words(MISSING[kind].accessTo?.[value ?? ""] ?? MISSING[kind].access, named(value));
}

function leading(missing: readonly Missing[]): Missing {
  const kind = KINDS.find((candidate) => missing.some((one) => one.kind === candidate)) ?? "rule";
  return missing.find((one) => one.kind === kind) ?? { kind, value: null };
}

/** Levels and compartments are mostly lower case in policies, and names in sentences. */
function named(value: string | null): string {
  return value === null ? words("unnamed") : capitalized(value);
}
