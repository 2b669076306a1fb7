import type { ServedModel } from "../../shared/catalog/reply/reader.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import { servedOf } from "../../shared/policy/served.ts";
import { actionOf } from "../../shared/schema/action.ts";
import type { ServedEvent } from "../../shared/schema/audit-event.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import { type Judgement, notReady, requestFor } from "./judgement.ts";
import type { Posture } from "./posture.ts";
import { decideByProofs } from "./proof-ends.ts";
import { whereCarriedOut } from "./steps.ts";

/** What the model that served a call means for it. */
export interface ServedJudgement {
  readonly verdict: ServedEvent["verdict"];
  /** The decision anew, on the served model, with the facts of now. */
  readonly decision: Decision;
  /** True where the rest of the reply must not reach the page. */
  readonly ends: boolean;
}

/**
 * Decides anew on a call whose reply says which model serves it: with the same facts, but for that model. A string that
 * means no known model is an unidentified one (P7), unless it is the very string that was sent, or an id that was never a
 * name: these tell nothing new. What the reply says can only close; the request has been decided on already.
 */
export function judgeServed(
  posture: Posture,
  judged: Judgement,
  served: ServedModel,
  time: number,
): ServedJudgement {
  const { recognition, account } = judged;
  const action = actionOf(recognition.operation);
  const { authority, ended } = posture;
  if (authority === null || action === null) return closing("unknown", notReady(ended));
  const { clearance } = authority;
  const asked = modelsFor(clearance, recognition);
  const isEcho = served.asServed.toLowerCase() === recognition.modelAsSent?.toLowerCase();
  const said = modelsFor(clearance, { ...recognition, ...meant(served) });
  const verdict = isEcho ? "same" : servedOf(asked, said);
  const models = isEcho || (said === null && served.opaque) ? asked : said;
  const decision = decideByProofs(authority, ended, {
    ...requestFor(posture, recognition, action, account, time),
    ...judged.declared,
    models,
  });
  return closing(verdict, whereCarriedOut(decision, judged.decision.obligations));
}

/** The record of it; `of` is the id of the record of the decision on the call. */
export function servedEvent(
  { verdict, decision, ends }: ServedJudgement,
  { recognition }: Judgement,
  served: ServedModel,
  at: { readonly id: string; readonly of: string; readonly time: number; readonly person: string | null },
): ServedEvent {
  return {
    ...at,
    kind: "served",
    service: recognition.service,
    modelAsServed: served.asServed,
    model: served.model,
    mayBe: served.mayBe === null ? null : [...served.mayBe],
    verdict,
    effect: decision.effect,
    ended: ends,
    rules: decision.rules,
    revision: decision.ground === "not_ready" ? null : decision.revision,
    because: decision.because,
  };
}

/** The model that was asked for, where the reply has named none. */
export function servedAsAsked({ recognition, decision }: Judgement): ServedModel {
  const { modelAsSent, model, mayBe } = recognition;
  return { asServed: modelAsSent ?? model ?? decision.model ?? "unnamed", model, mayBe, opaque: true };
}

function closing(verdict: ServedEvent["verdict"], decision: Decision): ServedJudgement {
  return { verdict, decision, ends: decision.effect === "deny" };
}

/** The served string in the place of the one that was sent; the customer's name beside it said no more than that one. */
function meant({ asServed, model, mayBe }: ServedModel): Partial<Judgement["recognition"]> {
  return {
    modelAsSent: asServed,
    model,
    mayBe: mayBe === null ? null : [...mayBe],
    alias: null,
    pageNamed: null,
  };
}
