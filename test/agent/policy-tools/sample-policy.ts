import type {
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
} from "../../../shared/policy/compiled-policy.ts";
import type { MomentConditions } from "../../../shared/schema/clearance.ts";
import type { Person } from "../../../shared/schema/person.ts";

/** A moment that all dates of the samples are about. */
export const NOON = Date.UTC(2026, 5, 12, 12);

/** No condition of the moment. */
export const ANY: MomentConditions = {
  account: null,
  tenants: null,
  regions: null,
  purposes: null,
  dataClasses: null,
  inspectable: null,
  hours: null,
};

/** A permit of everything to everybody, but for the fields that the test is about. */
export function rule(id: string, fields: Partial<CompiledRule> = {}): CompiledRule {
  return {
    id,
    layer: "rule",
    effect: "permit",
    monitor: false,
    actions: null,
    models: null,
    unknownToo: false,
    who: {},
    when: ANY,
    from: null,
    until: null,
    unless: [],
    obligations: [],
    because: null,
    instead: [],
    ...fields,
  };
}

/** A license for everybody and everything, but for the fields that the test is about. */
export function license(id: string, fields: Partial<CompiledLicense> = {}): CompiledLicense {
  return {
    id,
    kind: "license",
    authority: null,
    holder: {},
    models: null,
    unknownToo: false,
    actions: null,
    purposes: null,
    regions: null,
    from: null,
    until: null,
    ...fields,
  };
}

/** A policy of these rules. */
export function policy(rules: readonly CompiledRule[], fields: Partial<CompiledPolicy> = {}): CompiledPolicy {
  return {
    revision: "r1",
    organization: "Example Corp",
    levels: ["open", "standard"],
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
    purposes: [],
    knownModels: null,
    ...fields,
  };
}

/** A person of these groups. */
export function person(id: string, groups: readonly string[] = [], fields: Partial<Person> = {}): Person {
  return { id, groups: [...groups], compartments: [], us_person: "unknown", ...fields };
}
