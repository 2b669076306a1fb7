import type { Answer } from "../design/answer.ts";
import { stoodAnswer } from "../design/conditions.ts";
import type { Authority } from "../../shared/policy/authority.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import { standing } from "../../shared/policy/standing.ts";
import type { ModelRowProps } from "./model-row.tsx";
import { whyOf } from "./why.ts";

/** The moment that models are shown for. */
export interface Circumstance {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly agentAway: boolean;
  /** Milliseconds since the policy was last found to be the newest. */
  readonly policyAge: number;
  /** What the person has declared that they work on; null: nothing. */
  readonly purpose: string | null;
}

const ORDER: Readonly<Record<Answer["state"], number>> = { may: 0, conditions: 1, obtainable: 2, not: 3 };

/** Every model that the policy names, those that may be used first, else in the policy's order. */
export function rowsOf(authority: Authority, circumstance: Circumstance): readonly ModelRowProps[] {
  return authority.clearance.models
    .map(({ id }) => rowOf(authority, id, circumstance))
    .sort((a, b) => ORDER[a.answer.state] - ORDER[b.answer.state]);
}

/** How one model stands, whether or not the policy names it. */
export function rowOf(authority: Authority, id: string, circumstance: Circumstance): ModelRowProps {
  const { time, agentAway, policyAge, purpose } = circumstance;
  const stands = standing(authority, id, time, agentAway, policyAge, purpose);
  const named = (model: string): string => modelName(authority.clearance, model);
  return {
    id,
    name: named(id),
    answer: stoodAnswer(stands),
    why: whyOf(authority, id, stands),
    missing: stands.missing,
    instead: stands.instead.map(named),
    rules: stands.rules,
    until: stands.until,
    now: time,
  };
}
