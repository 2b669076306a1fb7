import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Action } from "../../shared/schema/action.ts";

/**
 * The call that the tools ask about unless they are told more: on the company's account, readable, with the agent
 * there and the policy fresh. What the wire does not tell by itself (tenant, region, purpose, data) is unknown.
 */
export function ordinaryRequest(
  action: Action,
  models: readonly string[] | null,
  time: number,
): AccessRequest {
  return {
    action,
    models,
    account: "corporate",
    tenant: null,
    region: null,
    purpose: null,
    dataClasses: null,
    inspectable: true,
    time,
    agentAway: false,
    policyAge: 0,
  };
}
