import type { AccessRequest } from "../schema/access-request.ts";
import { type Action, ACTIONS } from "../schema/action.ts";
import type { Decision, Missing, Obligation } from "../schema/decision.ts";
import type { Authority } from "./authority.ts";
import { ACTION_WORDS, list } from "./because.ts";
import { decide } from "./decide.ts";
import { judge } from "./judge.ts";
import { levelName } from "./missing.ts";

/** How a person stands to a model today, as its row in popup and clearance page shows it. */
export interface Standing {
  readonly state: "may" | "conditions" | "obtainable" | "not";
  /** The state in words: "May use", "May, with a reason", "Not without a license", "May not use". */
  readonly words: string;
  /** One sentence. */
  readonly why: string;
  readonly missing: readonly Missing[];
  /** Models to use instead, at most three. */
  readonly instead: readonly string[];
  /** When this ends because of a date, milliseconds since 1970 UTC, else null. */
  readonly until: number | null;
}

/**
 * The standing for chat, or for the first action that the model may be used for where chat is not open:
 * on the company's account where that is open, else on a personal one.
 */
export function standing(authority: Authority, modelId: string, time: number, agentAway: boolean): Standing {
  const request = bestRequest(authority, { models: [modelId], inspectable: true, time, agentAway });
  const decision = decide(authority, request);
  const { because, missing, instead, until } = decision;
  const { state, words } = decision.effect === "permit" ? permitted(decision, request) : denied(decision);
  return { state, words, why: because, missing, instead, until };
}

type Circumstances = Omit<AccessRequest, "action" | "account">;

function bestRequest(authority: Authority, circumstances: Circumstances): AccessRequest {
  for (const action of ACTIONS) {
    for (const account of ["corporate", "personal"] as const) {
      const request = { ...circumstances, action, account };
      if (judge(authority, request).effect === "permit") return request;
    }
  }
  return { ...circumstances, action: "chat", account: "corporate" };
}

type Told = Pick<Standing, "state" | "words">;

/** What each obligation means to the person, after "May, ". */
const CONDITIONS: Readonly<Record<Obligation, string>> = {
  justify: "with a reason",
  warn: "after a warning",
  redact: "with sensitive data removed",
  seal: "with your text kept for review",
  notify: "and it is noted",
};

/** A reason is what the person must give, so it is said first. */
const TOLD_FIRST: readonly Obligation[] = ["justify", "warn", "redact", "seal", "notify"];

function permitted({ obligations }: Decision, { action, account }: AccessRequest): Told {
  const conditions = [
    ...scope(action),
    ...(account === "personal" ? ["with a personal account"] : []),
    ...TOLD_FIRST.filter((one) => obligations.includes(one)).map((one) => CONDITIONS[one]),
  ];
  if (conditions.length === 0) return { state: "may", words: "May use" };
  return { state: "conditions", words: `May, ${list(conditions)}` };
}

function scope(action: Action): readonly string[] {
  return action === "chat" ? [] : [`for ${ACTION_WORDS[action]} only`];
}

function denied({ ground, missing }: Decision): Told {
  if (ground === "agent_away") return { state: "not", words: "Off, agent away" };
  const obtainable = (["license", "us_person", "level", "compartment"] as const)
    .map((kind) => missing.find((one) => one.kind === kind))
    .find((one) => one !== undefined);
  if (!obtainable) return { state: "not", words: "May not use" };
  return { state: "obtainable", words: `Not without ${inWords(obtainable)}` };
}

function inWords({ kind, value }: Missing): string {
  if (kind === "license") return "a license";
  if (kind === "us_person") return "proof of US-person status";
  return kind === "level"
    ? `${levelName(value ?? "higher")} clearance`
    : `the compartment ${levelName(value ?? "")}`;
}
