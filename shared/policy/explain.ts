import type { AccessRequest } from "../schema/access-request.ts";
import type { Action } from "../schema/action.ts";
import type { Clearance } from "../schema/clearance.ts";
import type { Decision, Missing, Obligation } from "../schema/decision.ts";
import type { Authority } from "./authority.ts";
import { ACTION_WORDS, either, list } from "./because.ts";
import { decide } from "./decide.ts";
import { missingPhrase } from "./missing-words.ts";
import { modelName } from "./model-name.ts";
import { type Moment, ordinaryRequest } from "./ordinary-request.ts";

/** Explains one cell of the clearance: how a person stands to a model for an action, on the company's account. */
export function explainCell(
  authority: Authority,
  model: string,
  action: Action,
  moment: Moment,
): readonly string[] {
  return explain(authority, ordinaryRequest(model, action, moment));
}

/** Explains a request: what is decided, why, what would give access, what to use instead. One sentence each. */
export function explain(authority: Authority, request: AccessRequest): readonly string[] {
  return explainDecision(authority.clearance, request, decide(authority, request));
}

/** Explains a decision that was made before, under this clearance. */
export function explainDecision(
  clearance: Clearance,
  request: AccessRequest,
  decision: Decision,
): readonly string[] {
  const subject = { clearance, request, decision };
  return [
    answer(subject),
    decision.because,
    ...access(subject),
    ...instead(subject),
    ...end(subject),
    ...shadow(subject),
  ];
}

interface Subject {
  readonly clearance: Clearance;
  readonly request: AccessRequest;
  readonly decision: Decision;
}

/** Each obligation after "You may use Fable 5 for chat, ". */
const DUTIES: Readonly<Record<Obligation, string>> = {
  warn: "after a warning",
  justify: "with a reason",
  redact: "with sensitive data removed",
  seal: "with your text kept for review",
  notify: "and it is noted",
};

function answer({ clearance, request, decision }: Subject): string {
  const { effect, obligations, model } = decision;
  const verb = effect === "permit" ? "You may use" : "You may not use";
  const what = model === null ? "a model that the call does not name" : modelName(clearance, model);
  const duties = effect === "permit" ? obligations.map((one) => `, ${DUTIES[one]}`).join("") : "";
  return `${verb} ${what} for ${ACTION_WORDS[request.action]}${duties}.`;
}

/** "What would give access: a license for Mythos 5, or US-person status proven." */
function access({ clearance, decision }: Subject): readonly string[] {
  const { effect, ground, model } = decision;
  if (effect === "permit") return [];
  const missing = shortest(decision.missing);
  const name = model === null ? null : modelName(clearance, model);
  const phrases = missing.map((one) => missingPhrase(one, clearance, name));
  if (phrases.length === 0) return ["Nothing that you could bring would give access."];
  const all = ground === "classification" && missing.every(isOfClass);
  return [`What would give access: ${all ? list(phrases) : phrases.join(", or ")}.`];
}

/** P2: a level and the compartments are all needed, everything else is one way among others. */
function isOfClass({ kind }: Missing): boolean {
  return kind === "level" || kind === "compartment";
}

/** What helps most surely first: a license or a grant; a new rule is told only where nothing else would help. */
function shortest(missing: readonly Missing[]): readonly Missing[] {
  const others = missing.filter(({ kind }) => kind !== "rule");
  return others.length === 0 ? missing : others.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ kind }: Missing): number {
  return kind === "license" || kind === "grant" ? 0 : 1;
}

function instead({ clearance, decision }: Subject): readonly string[] {
  if (decision.effect === "permit" || decision.instead.length === 0) return [];
  return [`Use ${either(decision.instead.map((model) => modelName(clearance, model)))} instead.`];
}

function end({ decision: { until } }: Subject): readonly string[] {
  return until === null ? [] : [`This holds until ${new Date(until).toISOString()}.`];
}

/** P8. */
function shadow({ decision }: Subject): readonly string[] {
  if (decision.shadow === null) return [];
  const { effect, rules } = decision.shadow;
  const would =
    effect === decision.effect
      ? "would be no other"
      : effect === "deny"
        ? "would be a denial"
        : "would be a permit";
  return [`If ${list(rules)} counted, the answer ${would}.`];
}
