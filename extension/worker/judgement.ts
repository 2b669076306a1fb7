import { type AskedAbout, askedAbout } from "../../shared/catalog/asked-about.ts";
import { accountKind, tenantOf } from "../../shared/policy/account.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import type { Known } from "../../shared/catalog/conversations.ts";
import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import { type Action, actionOf } from "../../shared/schema/action.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { AccountKind, Recognition } from "../../shared/schema/recognition.ts";
import type { Reviewers } from "../../shared/schema/reviewer.ts";
import { carriedBy } from "./carried.ts";
import type { Posture } from "./posture.ts";
import { decideByProofs, endSentence } from "./proof-ends.ts";
import type { Ended } from "./reliance.ts";
import { sealDuty } from "./seal-duty.ts";
import { type Asks, dataIn, factsOf, held, type Sent, settleSteps } from "./steps.ts";

/** What was found and decided about one call. */
export interface Judgement {
  readonly recognition: Recognition;
  readonly account: AccountKind;
  readonly decision: Decision;
  /** What the person is to do before the call may go out; null where nothing would help. */
  readonly asks: Asks | null;
  readonly declared: Declared;
  /** Whom the text of the call is sealed to; null: it is not kept. */
  readonly seal: Reviewers | null;
}

/** What the person declared of a call, and what was found in it. */
export type Declared = Pick<AccessRequest, "purpose" | "dataClasses">;

const NOTHING: Declared = { purpose: null, dataClasses: null };

/** Recognizes a call and decides on it; null where there is nothing to decide. Total: what it throws must cancel. */
export function judgeCall(
  catalog: Catalog,
  posture: Posture,
  call: Call,
  time: number,
  { tab = -1, ...known }: Known & { readonly tab?: number } = {},
): Judgement | null {
  const recognition = recognize(catalog, call, { ...known, prompt: true });
  if (recognition === null) return null;
  const sent = { tab, about: lookOnce(catalog, call), carried: carriedBy(call, recognition) };
  return judgeRecognition(posture, withFiles(recognition, call.body), sent, time);
}

/** A second look at a call, taken when it is first asked for. */
export function lookOnce(catalog: Catalog, call: Call): () => AskedAbout {
  let about: AskedAbout | null = null;
  return () => (about ??= askedAbout(catalog, call));
}

/** Decides on a call that has been recognized; null where there is nothing to decide. */
export function judgeRecognition(
  posture: Posture,
  recognition: Recognition,
  sent: Sent,
  time: number,
): Judgement | null {
  const action = actionOf(recognition.operation);
  if (action === null) return null;
  const account =
    posture.clearance === null ? "unknown" : accountKind(posture.clearance, recognition.account);
  return { recognition, account, ...decisionOn(posture, recognition, action, account, sent, time) };
}

/** The hook names the files of a body better than the body does, and also those of one that is too large to be read. */
function withFiles(recognition: Recognition, body: CallBody): Recognition {
  if (!("files" in body) || body.files === undefined || body.files.length === 0) return recognition;
  const names = body.files.map(({ name }) => name).filter((name) => name !== null);
  const { attachments } = recognition;
  return {
    ...recognition,
    files: [...body.files],
    attachments: attachments.length > 0 ? attachments : names,
  };
}

function decisionOn(
  posture: Posture,
  recognition: Recognition,
  action: Action,
  account: AccountKind,
  sent: Sent,
  time: number,
): Omit<Judgement, "recognition" | "account"> {
  const { authority, ended } = posture;
  if (authority === null) return { decision: notReady(ended), asks: null, declared: NOTHING, seal: null };
  const { clearance } = authority;
  const facts = factsOf(recognition, clearance.holder.id, sent);
  const data = dataIn(posture, recognition, sent);
  const declared = { purpose: posture.answers.purposeFor(facts, time), dataClasses: data.classes };
  const models = modelsFor(clearance, recognition);
  const request = { ...requestFor(posture, recognition, action, account, time), ...declared, models };
  const decision = decideByProofs(authority, ended, request);
  const { to, problem } = sealDuty(posture, clearance, decision, recognition, sent);
  // Nobody is asked about a call that could not go out whatever they say.
  if (problem !== null) return { decision: held(decision, problem), asks: null, declared, seal: null };
  const settled = settleSteps(posture, clearance, decision, facts, data, time);
  return { ...settled, declared, seal: settled.decision.effect === "permit" ? to : null };
}

/** What is asked of the policy about a call, apart from the models it may be for, its data and its purpose. */
export function requestFor(
  posture: Posture,
  recognition: Recognition,
  action: Action,
  account: AccountKind,
  time: number,
): Omit<AccessRequest, "models" | keyof Declared> {
  return {
    action,
    account,
    tenant: tenantOf(recognition.account),
    region: recognition.region,
    inspectable: recognition.inspectable,
    time,
    agentAway: posture.agentAway,
    policyAge: posture.policyAge(time),
  };
}

/** The answer while there is no clearance to decide from: closed, and said in words. */
const NOT_READY: Decision = {
  effect: "deny",
  obligations: [],
  ground: "not_ready",
  revision: "none",
  rules: [],
  because: "Lanyard does not know your clearance yet, so nothing is sent to AI services.",
  missing: [{ kind: "agent", value: null }],
  instead: [],
  model: null,
  until: null,
  shadow: null,
};

/** That answer, where nobody is known here any more because a proof has ended. */
export function notReady(ended: Ended | null): Decision {
  if (ended === null) return NOT_READY;
  return {
    ...NOT_READY,
    because: `${endSentence(ended)} Nothing is sent to AI services until there is another.`,
  };
}
