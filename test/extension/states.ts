import type { Clearance, ResidualRule } from "../../shared/schema/clearance.ts";
import { USUAL_ASKING } from "../../shared/schema/asking.ts";
import { USUAL_PURPOSE } from "../../shared/schema/purpose.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { ExtensionHealth, Notice, PopupState } from "../../shared/wire/screen.ts";
import { ANY_MOMENT } from "../shared/policy/plain-policy.ts";

/** The moment that all states are told from: 12 June 2026, 17:52:08 UTC. */
export const NOW = Date.UTC(2026, 5, 12, 17, 52, 8);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A rule that is left of the policy for a person, without conditions but for what is given. */
export function rule(
  given: Partial<ResidualRule> & Pick<ResidualRule, "id" | "effect" | "models">,
): ResidualRule {
  return {
    actions: null,
    layer: "rule",
    monitor: false,
    unknownToo: false,
    when: ANY_MOMENT,
    from: null,
    until: null,
    exempt: [],
    obligations: [],
    asking: null,
    because: null,
    instead: [],
    missing: [],
    ...given,
  };
}

/** A clearance like that of the story of June 2026, with each of the four states in it. */
export const CLEARANCE: Clearance = {
  lanyard: 1,
  revision: "2026-06-12.3",
  organization: "Example Corp",
  holder: {
    id: "engineer-17@example.com",
    name: null,
    organization: "Example Corp",
    groups: ["engineering"],
    level: 3,
    compartments: ["cyber"],
    usPerson: "unknown",
    location: null,
    assurance: null,
  },
  levels: ["open", "standard", "restricted", "controlled"],
  default: "forbid",
  unidentified: "forbid",
  uninspectable: "forbid",
  openWhileAway: 1,
  corporateAccounts: [],
  stale: [],
  sets: [],
  purposes: [],
  purposeLasts: USUAL_PURPOSE,
  asking: USUAL_ASKING,
  dataClasses: [],
  knownModels: null,
  classifications: [
    {
      models: ["anthropic/mythos-5", "anthropic/fable-5"],
      unknownToo: false,
      level: 3,
      compartments: ["cyber"],
    },
    { models: ["openai/*", "anthropic/claude-*", "google/*"], unknownToo: false, level: 1, compartments: [] },
  ],
  rules: [
    rule({ id: "engineering-chat", effect: "permit", models: ["anthropic/*", "openai/gpt-5.5"] }),
    rule({
      id: "gemini-with-a-reason",
      effect: "permit",
      models: ["google/gemini-3-pro"],
      obligations: ["justify"],
    }),
    rule({
      id: "is-informed-2026-06-12",
      effect: "forbid",
      models: ["anthropic/mythos-5", "anthropic/fable-5"],
      because: "A license is required before any foreign person uses this model.",
      instead: ["anthropic/claude-opus-4-8"],
      missing: [
        { kind: "us_person", value: null },
        { kind: "license", value: null },
      ],
    }),
  ],
  almost: [],
  models: [
    { id: "anthropic/mythos-5", name: "Mythos 5" },
    { id: "anthropic/fable-5", name: "Fable 5" },
    { id: "anthropic/claude-opus-4-8", name: "Claude Opus 4.8" },
    { id: "openai/gpt-5.5", name: "GPT-5.5" },
    { id: "google/gemini-3-pro", name: "Gemini 3 Pro" },
    { id: "deepseek/deepseek-v4-pro", name: "DeepSeek V4 Pro" },
  ],
};

/** Everything works. */
export const HEALTHY: ExtensionHealth = {
  protection: "protected",
  agentAwaySince: null,
  policyCheckedAt: NOW - 20 * SECOND,
  proofEndedAt: null,
  policyProblem: null,
  journalProblem: null,
  socketProblem: null,
  waiting: 0,
  dropped: 0,
  version: "1.0.0",
};

const DECISION: Decision = {
  effect: "deny",
  obligations: [],
  ground: "rule",
  revision: "2026-06-12.3",
  rules: ["is-informed-2026-06-12"],
  because: "A license is required before any foreign person uses this model.",
  missing: [
    { kind: "us_person", value: null },
    { kind: "license", value: null },
  ],
  instead: ["anthropic/claude-opus-4-8"],
  model: "anthropic/mythos-5",
  until: null,
  shadow: null,
  licenses: [],
};

/** A denied chat with Mythos 5 on claude.ai, for which the catalog knows where to go instead. */
export const NOTICE: Notice = {
  type: "notice",
  id: "01JXK7Q2M9",
  time: NOW,
  host: "claude.ai",
  address: null,
  modelName: "Mythos 5",
  alternative: { model: "anthropic/claude-opus-4-8", name: "Claude Opus 4.8", home: "https://claude.ai/" },
  organization: "Example Corp",
  purpose: null,
  decision: DECISION,
};

/** A denied call that names no model, and nothing to use instead. */
export const UNNAMED: Notice = {
  ...NOTICE,
  id: "01JXK7Q2MA",
  host: "chatgpt.com",
  modelName: null,
  alternative: null,
  decision: {
    ...DECISION,
    ground: "unidentified",
    rules: [],
    because: "This call does not say which model it uses, and your company permits only named models.",
    missing: [{ kind: "model_name", value: null }],
    instead: [],
    model: null,
  },
};

const popup: PopupState = { type: "popup", clearance: CLEARANCE, health: HEALTHY, purpose: null, here: null };
const awaySince = NOW - 40 * MINUTE;

/** Nobody has signed in with the company's provider yet. */
const NOBODY: Identity = {
  person: null,
  how: "sign_in",
  provider: "https://login.example.com/realm",
  name: null,
  until: null,
  problem: null,
  can: { sign_in: true, sign_out: false },
};

const SIGNED_IN: Identity = {
  ...NOBODY,
  person: "engineer-17@example.com",
  until: NOW + 45 * MINUTE,
  can: { sign_in: false, sign_out: true },
};

const OTHER_PERSON =
  "This account is that of engineer-17@example.com, and chemist-4@example.com signed in. Sign in as engineer-17@example.com, or use your own account of this machine.";

/** As many models as a large company may name. */
export function manyModels(count: number): PopupState {
  const models = Array.from({ length: count }, (_, index) => ({
    id: `vendor-${index % 12}/model-${index}`,
    name: `Model ${index}`,
  }));
  return { ...popup, clearance: { ...CLEARANCE, models } };
}

const PURPOSES = [
  { id: "incident-review", name: "Incident review" },
  { id: "product", name: "Product work" },
];

const DECLARED = {
  person: CLEARANCE.holder.id,
  since: NOW - 40 * MINUTE,
  until: NOW - 40 * MINUTE + USUAL_PURPOSE,
};

const LONG = "engineering-of-turbines-and-other-rotating-machinery".repeat(2);

/** The popup's states, by the name that their pictures have. */
export const POPUPS: Readonly<Record<string, PopupState>> = {
  healthy: { ...popup, here: { host: "claude.ai", notice: NOTICE } },
  "nothing-here": { ...popup, here: { host: "claude.ai", notice: null } },
  away: {
    ...popup,
    health: {
      ...HEALTHY,
      protection: "agent_away",
      agentAwaySince: awaySince,
      policyCheckedAt: awaySince,
      waiting: 3,
    },
  },
  "policy-problem": {
    ...popup,
    health: {
      ...HEALTHY,
      protection: "degraded",
      policyCheckedAt: NOW - 26 * 60 * MINUTE,
      policyProblem:
        "rules.yaml, line 14: the rule engineering-chat names the level “restrictd”, which is not in levels. Write restricted.",
    },
  },
  "many-problems": {
    ...popup,
    health: {
      ...HEALTHY,
      protection: "agent_away",
      agentAwaySince: awaySince,
      policyProblem: "rules.yaml, line 14: the rule engineering-chat names a level that is not in levels.",
      journalProblem: "The disk is full: free at least 100 MB.",
      waiting: 1_204,
      dropped: 12,
    },
  },
  starting: {
    ...popup,
    clearance: null,
    health: { ...HEALTHY, protection: "starting", policyCheckedAt: null },
  },
  empty: { ...popup, clearance: null, health: { ...HEALTHY, protection: "no_clearance" } },
  "empty-away": {
    ...popup,
    clearance: null,
    health: { ...HEALTHY, protection: "agent_away", agentAwaySince: awaySince, policyCheckedAt: null },
  },
  "sign-in": {
    ...popup,
    clearance: null,
    identity: NOBODY,
    health: { ...HEALTHY, protection: "no_clearance" },
  },
  "sign-in-refused": {
    ...popup,
    clearance: null,
    identity: {
      ...NOBODY,
      problem: "The sign-in was declined at the provider. Begin it again if that was a mistake.",
    },
    health: { ...HEALTHY, protection: "no_clearance" },
  },
  "signed-in": { ...popup, identity: SIGNED_IN },
  "sign-in-not-renewed": {
    ...popup,
    identity: { ...SIGNED_IN, problem: "https://login.example.com/realm cannot be reached: ECONNREFUSED." },
  },
  "not-signed-in": {
    ...popup,
    identity: { ...NOBODY, person: "engineer-17@example.com", how: "account", problem: OTHER_PERSON },
  },
  "purpose-none": { ...popup, clearance: { ...CLEARANCE, purposes: PURPOSES } },
  "purpose-declared": {
    ...popup,
    clearance: { ...CLEARANCE, purposes: PURPOSES },
    purpose: { ...DECLARED, purpose: "incident-review" },
  },
  "purpose-many": {
    ...popup,
    clearance: {
      ...CLEARANCE,
      purposes: Array.from({ length: 300 }, (_, index) => ({ id: `p${index}`, name: `${LONG} ${index}` })),
    },
    purpose: { ...DECLARED, purpose: "p299" },
  },
  "300-models": manyModels(300),
  "long-names": {
    ...popup,
    here: {
      host: `${LONG}.example.com`,
      notice: { ...NOTICE, host: `${LONG}.example.com`, modelName: LONG },
    },
    clearance: {
      ...CLEARANCE,
      organization: "Gesellschaft für angewandte Strömungsmaschinen mbH & Co. KG",
      revision: LONG,
      holder: { ...CLEARANCE.holder, id: `${LONG}@example.com`, compartments: ["cyber", "bio", LONG] },
      models: [{ id: `vendor/${LONG}`, name: LONG }, ...CLEARANCE.models],
    },
    identity: { ...SIGNED_IN, person: `${LONG}@example.com`, until: NOW + 40 * 60 * MINUTE },
  },
};
