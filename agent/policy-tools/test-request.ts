import { canonicalModel } from "../../shared/catalog/identity.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { modelsSent } from "./models-sent.ts";
import { ordinaryCall } from "./ordinary-call.ts";
import type { TestRequest } from "./test-file.ts";

/** The call that a test means; `at` and `models` are for where it says none itself. */
export function requestOf(
  clearance: Clearance,
  asked: TestRequest,
  otherwise: { readonly at: number; readonly models: readonly string[] | null },
): AccessRequest {
  const time = asked.at === undefined ? otherwise.at : Date.parse(asked.at);
  return {
    ...ordinaryCall(asked.action ?? "chat", modelsAsked(clearance, asked) ?? otherwise.models, time),
    account: asked.account ?? "corporate",
    tenant: asked.tenant ?? null,
    region: asked.region ?? null,
    purpose: asked.purpose ?? null,
    dataClasses: asked.data ?? null,
    inspectable: asked.inspectable ?? true,
    agentAway: asked.agent_away ?? false,
    policyAge: asked.policy_age === undefined ? 0 : millisecondsOf(asked.policy_age),
  };
}

/** True where the call says itself which models it may be for. */
export function namesModels({ model, models, service }: TestRequest): boolean {
  return model !== undefined || models !== undefined || service !== undefined;
}

function modelsAsked(clearance: Clearance, asked: TestRequest): readonly string[] | null {
  if (asked.model !== undefined) return [canonicalModel(asked.model)];
  if (asked.models !== undefined) return asked.models.map((model) => canonicalModel(model));
  return asked.service === undefined ? null : modelsSent(clearance, asked.service, asked.sent ?? "", asked);
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function millisecondsOf(age: string): number {
  return Number(age.slice(0, -1)) * (UNITS[age.slice(-1)] ?? 0);
}
