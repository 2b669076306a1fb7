import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Action } from "../../shared/schema/action.ts";

/** The ordinary request for any models: with the agent there and the policy fresh. */
export function ordinaryCall(action: Action, models: readonly string[] | null, time: number): AccessRequest {
  return { ...ordinaryRequest("", action, { time, agentAway: false, policyAge: 0 }), models };
}
