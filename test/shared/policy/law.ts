import { prepare } from "../../../shared/policy/authority.ts";
import type {
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
} from "../../../shared/policy/compiled-policy.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { MomentConditions } from "../../../shared/schema/clearance.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { ANY_MOMENT, license as plainLicense, policy } from "./plain-policy.ts";
import { CHAT, ENGINEER } from "./story.ts";

/** Conditions of the moment; what is not given does not matter. */
export function when(conditions: Partial<MomentConditions>): MomentConditions {
  return { ...ANY_MOMENT, ...conditions };
}

/** A license without limits for `ENGINEER`, but for what is changed. */
export function license(id: string, change: Partial<CompiledLicense> = {}): CompiledLicense {
  return plainLicense(id, { holder: { people: [ENGINEER.id] }, ...change });
}

/** A policy of three levels that forbids by default, with these rules. */
export function law(rules: readonly CompiledRule[], change: Partial<CompiledPolicy> = {}): CompiledPolicy {
  return policy(rules, {
    levels: ["open", "standard", "controlled"],
    purposes: [{ id: "review", name: "Incident review" }],
    ...change,
  });
}

/** The decision on a call that differs from `CHAT`, for a person who differs from `ENGINEER`. */
export function decided(
  inForce: CompiledPolicy,
  call: Partial<AccessRequest> = {},
  person: Partial<Person> = {},
) {
  return decide(prepare(resolve(inForce, { ...ENGINEER, ...person })), { ...CHAT, ...call });
}
