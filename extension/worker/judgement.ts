import { accountKind, tenantOf } from "../../shared/policy/account.ts";
import { decide } from "../../shared/policy/decide.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import type { Known } from "../../shared/catalog/conversations.ts";
import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import { type Action, actionOf } from "../../shared/schema/action.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import type { Decision, Obligation } from "../../shared/schema/decision.ts";
import type { AccountKind, Recognition } from "../../shared/schema/recognition.ts";
import type { Posture } from "./posture.ts";

/** What this enforcer can carry out besides letting a call pass; anything else means deny (P1). */
const CARRIED_OUT: ReadonlySet<Obligation> = new Set<Obligation>(["notify"]);

/** What was found and decided about one call. */
export interface Judgement {
  readonly recognition: Recognition;
  readonly account: AccountKind;
  readonly decision: Decision;
}

/** Recognizes a call and decides on it; null where there is nothing to decide. Total: what it throws must cancel. */
export function judgeCall(
  catalog: Catalog,
  posture: Posture,
  call: Call,
  time: number,
  known: Known = {},
): Judgement | null {
  const recognition = recognize(catalog, call, { ...known, prompt: true });
  return recognition === null ? null : judgeRecognition(posture, withFiles(recognition, call.body), time);
}

/** Decides on a call that has been recognized; null where there is nothing to decide. */
export function judgeRecognition(posture: Posture, recognition: Recognition, time: number): Judgement | null {
  const action = actionOf(recognition.operation);
  if (action === null) return null;
  const account =
    posture.clearance === null ? "unknown" : accountKind(posture.clearance, recognition.account);
  return { recognition, account, decision: decisionOn(posture, recognition, action, account, time) };
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
  time: number,
): Decision {
  if (posture.authority === null) return NOT_READY;
  const models = modelsFor(posture.authority.clearance, recognition);
  const request = { ...requestFor(posture, recognition, action, account, time), models };
  return whereCarriedOut(decide(posture.authority, request), []);
}

/** What is asked of the policy about a call, apart from the models it may be for. */
export function requestFor(
  posture: Posture,
  recognition: Recognition,
  action: Action,
  account: AccountKind,
  time: number,
): Omit<AccessRequest, "models"> {
  return {
    action,
    account,
    tenant: tenantOf(recognition.account),
    region: recognition.region,
    purpose: null,
    dataClasses: null,
    inspectable: recognition.inspectable,
    time,
    agentAway: posture.agentAway,
    policyAge: posture.policyAge(time),
  };
}

/** The decision where all that it asks for can be carried out or has been; else a denial (P1). */
export function whereCarriedOut(decision: Decision, met: readonly Obligation[]): Decision {
  const asked = decision.obligations.filter(
    (obligation) => !CARRIED_OUT.has(obligation) && !met.includes(obligation),
  );
  if (asked.length === 0) return decision;
  return {
    ...decision,
    effect: "deny",
    ground: "obligation",
    because: `Your company asks for a step before this is sent (${asked.join(", ")}) that this version of Lanyard cannot take yet.`,
  };
}

/** The answer while there is no clearance to decide from: closed, and said in words. */
export const NOT_READY: Decision = {
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
