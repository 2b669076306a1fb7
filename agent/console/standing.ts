import { decide } from "../../shared/policy/decide.ts";
import { missingPhrase } from "../../shared/policy/missing-words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import { actionOf } from "../../shared/schema/action.ts";
import type { DecisionEvent } from "../../shared/schema/audit-event.ts";
import type { Decision, Missing } from "../../shared/schema/decision.ts";
import { ordinaryCall } from "../policy-tools/ordinary-call.ts";
import type { Standing } from "./api/answers.ts";
import type { Rulebook } from "./rulebook.ts";

/**
 * How the policy that is here decides the call of an event, for the same person at the same time; null where it knows
 * the person no more. What the journal does not tell (tenant, data) is unknown, as it is on the wire.
 */
export function standingOf(book: Rulebook, event: DecisionEvent): Standing | null {
  const action = actionOf(event.operation);
  const authority = event.person === null ? null : book.authorityOf(event.person);
  if (authority === null || action === null) return null;
  const host = event.host.replace(/:\d+$/, ""); // a policy names hosts without their ports
  const models = modelsFor(authority.clearance, { ...event, host });
  const decision = decide(authority, {
    ...ordinaryCall(action, models, event.time),
    account: event.account,
    region: event.region,
    purpose: event.purpose,
    inspectable: event.inspectable,
    agentAway: event.ground === "agent_away",
  });
  const name = decision.model === null ? null : modelName(authority.clearance, decision.model);
  return {
    effect: decision.effect,
    missing: wanted(decision).map((one) => missingPhrase(one, authority.clearance, name)),
    all: decision.ground === "classification" && decision.missing.every(isOfClass),
    instead: decision.instead.map((model) => modelName(authority.clearance, model)),
  };
}

/** Whether anything that a person could bring would give access; a new rule is nothing that they could. */
export function isObtainable(book: Rulebook, event: DecisionEvent): boolean | null {
  if (event.effect !== "deny" || event.revision === null || book.revision !== event.revision) return null;
  const standing = standingOf(book, event);
  return standing === null ? null : standing.missing.length > 0;
}

function wanted({ effect, missing }: Decision): readonly Missing[] {
  return effect === "permit" ? [] : missing.filter(({ kind }) => kind !== "rule");
}

/** P2: a level and the compartments are all needed, everything else is one way among others. */
function isOfClass({ kind }: Missing): boolean {
  return kind === "level" || kind === "compartment";
}
