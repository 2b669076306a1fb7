import type { AccessRequest } from "../schema/access-request.ts";
import type { Action } from "../schema/action.ts";

/** The moment for which a person asks how they stand. */
export interface Moment {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly agentAway: boolean;
  /** Milliseconds since the policy was last found to be the newest. */
  readonly policyAge: number;
}

/** A readable call on the company's account, of which nothing else is told: one cell of the clearance. */
export function ordinaryRequest(model: string, action: Action, moment: Moment): AccessRequest {
  return {
    action,
    models: [model],
    account: "corporate",
    tenant: null,
    region: null,
    purpose: null,
    dataClasses: null,
    inspectable: true,
    ...moment,
  };
}
