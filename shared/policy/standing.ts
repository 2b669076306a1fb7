import type { AccessRequest } from "../schema/access-request.ts";
import { ACTIONS } from "../schema/action.ts";
import type { Clearance } from "../schema/clearance.ts";
import type { Decision, Missing, Obligation } from "../schema/decision.ts";
import type { StandingCondition, Stood } from "../schema/standing.ts";
import type { Authority } from "./authority.ts";
import { ACTION_WORDS, list } from "./because.ts";
import { decide } from "./decide.ts";
import { judge } from "./judge.ts";
import { missingFor } from "./missing.ts";
import { levelName, purposeName } from "./missing-words.ts";
import { ordinaryRequest } from "./ordinary-request.ts";

/** How a person stands to a model today, as its row in popup and clearance page shows it. */
export interface Standing extends Readonly<Stood> {
  /** The state in words: "May use", "May, with a reason", "Not without a license", "May not use". */
  readonly words: string;
  /** One sentence. */
  readonly why: string;
  /** Models to use instead, at most three. */
  readonly instead: readonly string[];
  /** Ids of the rules that determined it. */
  readonly rules: readonly string[];
  /** When this ends because of a date, milliseconds since 1970 UTC, else null. */
  readonly until: number | null;
}

/**
 * The standing for chat, or for the first action that the model may be used for where chat is not open: on the
 * company's account where that is open, else on a personal one, else with what the person can do about the call.
 * `policyAge` in milliseconds; `purpose` is what the person has declared.
 */
export function standing(
  authority: Authority,
  modelId: string,
  time: number,
  agentAway: boolean,
  policyAge = 0,
  purpose: string | null = null,
): Standing {
  const chat = { ...ordinaryRequest(modelId, "chat", { time, agentAway, policyAge }), purpose };
  const best = bestCall(authority, chat);
  const decision = decide(authority, best.request);
  const { ground, because, missing, instead, rules, until } = decision;
  const told =
    decision.effect === "permit" ? permitted(authority.clearance, decision, best) : denied(decision);
  return { ...told, ground, why: because, missing, instead, rules, until };
}

/** A call that is open, with what it takes beyond an ordinary one; or the ordinary chat where none is. */
interface Call {
  readonly request: AccessRequest;
  readonly takes: Missing | null;
}

function bestCall(authority: Authority, chat: AccessRequest): Call {
  for (const action of ACTIONS) {
    for (const account of ["corporate", "personal"] as const) {
      const request = { ...chat, action, account };
      if (judge(authority, request).effect === "permit") return { request, takes: null };
    }
  }
  return withWhatItTakes(authority, chat) ?? { request: chat, takes: null };
}

/** The chat with what its denial says the person can bring to the call: a purpose, a region, an account. */
function withWhatItTakes(authority: Authority, chat: AccessRequest): Call | null {
  for (const takes of missingFor(authority, chat, judge(authority, chat))) {
    const change = changeFor(takes);
    const request = { ...chat, ...change };
    if (change !== null && judge(authority, request).effect === "permit") return { request, takes };
  }
  return null;
}

function changeFor({ kind, value }: Missing): Partial<AccessRequest> | null {
  if (value === null) return null;
  if (kind === "purpose") return { purpose: value };
  if (kind === "region") return { region: value.replaceAll("*", "") };
  if (kind === "tenant") return { tenant: value };
  return kind === "data_class" ? { dataClasses: [value] } : null;
}

type Told = Pick<Standing, "state" | "words" | "conditions">;

/** What each obligation means to the person, after "May, ". */
const DUTIES: Readonly<Record<Obligation, string>> = {
  justify: "with a reason",
  warn: "after a warning",
  redact: "with sensitive data removed",
  seal: "with your text kept for review",
  notify: "and it is noted",
};

/** A reason is what the person must give, so it is said first. */
const TOLD_FIRST: readonly Obligation[] = ["justify", "warn", "redact", "seal", "notify"];

function permitted(clearance: Clearance, { obligations }: Decision, { request, takes }: Call): Told {
  const conditions: StandingCondition[] = [
    ...(request.action === "chat" ? [] : [{ kind: "only" as const, action: request.action }]),
    ...(request.account === "personal" ? [{ kind: "personal_account" as const }] : []),
    ...(takes === null ? [] : taken(clearance, takes)),
    ...TOLD_FIRST.filter((one) => obligations.includes(one)).map((kind) => ({ kind })),
  ];
  if (conditions.length === 0) return { state: "may", words: "May use", conditions };
  return { state: "conditions", words: `May, ${list(conditions.map(conditionWords))}`, conditions };
}

function taken(clearance: Clearance, { kind, value }: Missing): readonly StandingCondition[] {
  if (value === null) return [];
  if (kind === "purpose") return [{ kind, value: purposeName(clearance, value) }];
  return kind === "region" || kind === "tenant" || kind === "data_class" ? [{ kind, value }] : [];
}

function conditionWords(condition: StandingCondition): string {
  if (condition.kind === "only") return `for ${ACTION_WORDS[condition.action]} only`;
  if (condition.kind === "personal_account") return "with a personal account";
  return "value" in condition ? BROUGHT[condition.kind](condition.value) : DUTIES[condition.kind];
}

/** What a person can bring to the call, after "May, ". */
const BROUGHT = {
  purpose: (value: string) => `for the purpose ${value}`,
  region: (value: string) => `in ${value}`,
  tenant: (value: string) => `with the account ${value}`,
  data_class: (value: string) => `with data of the class ${value}`,
} as const;

/** What a person can ask for, in the order in which it is told. */
const OBTAINABLE = [
  "license",
  "grant",
  "us_person",
  "location",
  "assurance",
  "device",
  "level",
  "compartment",
] as const;

function denied({ ground, missing }: Decision): Told {
  if (ground === "agent_away") return { state: "not", words: "Off, agent away", conditions: [] };
  if (ground === "stale") return { state: "not", words: "Off, policy too old", conditions: [] };
  for (const kind of OBTAINABLE) {
    const one = missing.find((candidate) => candidate.kind === kind);
    if (one) return { state: "obtainable", words: `Not without ${inWords(kind, one.value)}`, conditions: [] };
  }
  return { state: "not", words: "May not use", conditions: [] };
}

function inWords(kind: (typeof OBTAINABLE)[number], value: string | null): string {
  return OBTAINABLE_WORDS[kind](value ?? "");
}

const OBTAINABLE_WORDS: Readonly<Record<(typeof OBTAINABLE)[number], (value: string) => string>> = {
  license: () => "a license",
  grant: () => "a grant",
  us_person: () => "proof of US-person status",
  location: () => "proof of where you work",
  assurance: () => "better proof of your identity",
  device: (value) => (value === "managed" ? "a managed device" : `a device with ${value}`),
  level: (value) => `${levelName(value || "higher")} clearance`,
  compartment: (value) => `the compartment ${levelName(value)}`,
};
