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
import { ANY_MOMENT } from "./arbitrary.ts";
import { CHAT, ENGINEER } from "./story.ts";

/** A rule that permits everything to everybody, but for what is changed. */
export function rule(id: string, change: Partial<CompiledRule> = {}): CompiledRule {
  return {
    id,
    layer: "rule",
    effect: "permit",
    monitor: false,
    actions: null,
    models: null,
    unknownToo: false,
    who: {},
    when: ANY_MOMENT,
    from: null,
    until: null,
    unless: [],
    obligations: [],
    because: null,
    instead: [],
    ...change,
  };
}

/** Conditions of the moment; what is not given does not matter. */
export function when(conditions: Partial<MomentConditions>): MomentConditions {
  return { ...ANY_MOMENT, ...conditions };
}

/** A license without limits for `ENGINEER`, but for what is changed. */
export function license(id: string, change: Partial<CompiledLicense> = {}): CompiledLicense {
  return {
    id,
    kind: "license",
    authority: null,
    holder: { people: [ENGINEER.id] },
    models: null,
    unknownToo: false,
    actions: null,
    purposes: null,
    regions: null,
    from: null,
    until: null,
    ...change,
  };
}

/** A policy that forbids by default, with these rules. */
export function law(rules: readonly CompiledRule[], change: Partial<CompiledPolicy> = {}): CompiledPolicy {
  return {
    revision: "r1",
    organization: "Example Corp",
    levels: ["open", "standard", "controlled"],
    default: "forbid",
    unidentified: "forbid",
    uninspectable: "forbid",
    openWhileAway: -1,
    corporateAccounts: [],
    names: {},
    classifications: [],
    licenses: [],
    rules,
    stale: [],
    sets: [],
    purposes: [{ id: "review", name: "Incident review" }],
    knownModels: null,
    ...change,
  };
}

/** The decision on a call that differs from `CHAT`, for a person who differs from `ENGINEER`. */
export function decided(
  policy: CompiledPolicy,
  call: Partial<AccessRequest> = {},
  person: Partial<Person> = {},
) {
  return decide(prepare(resolve(policy, { ...ENGINEER, ...person })), { ...CHAT, ...call });
}
