import type { AccessRequest } from "../schema/access-request.ts";
import type { Decision } from "../schema/decision.ts";
import { alternatives } from "./alternatives.ts";
import type { Authority } from "./authority.ts";
import { becauseOf } from "./because.ts";
import { judge } from "./judge.ts";
import { missingFor } from "./missing.ts";

/** Decides one request, complete as P9 asks: the verdict, why, what would give access, what to use instead. */
export function decide(authority: Authority, request: AccessRequest): Decision {
  const verdict = judge(authority, request);
  const missing = missingFor(authority, request, verdict);
  return {
    effect: verdict.effect,
    obligations: [...verdict.obligations],
    ground: verdict.ground,
    revision: authority.clearance.revision,
    rules: verdict.rules.map(({ id }) => id),
    because: becauseOf(authority, request, verdict, missing),
    missing: [...missing],
    instead: [...alternatives(authority, request, verdict)],
    model: verdict.model,
    until: verdict.until,
    shadow: verdict.shadow && {
      effect: verdict.shadow.effect,
      obligations: [...verdict.shadow.obligations],
      rules: verdict.shadow.rules.map(({ id }) => id),
    },
    licenses: [...verdict.licenses],
  };
}
