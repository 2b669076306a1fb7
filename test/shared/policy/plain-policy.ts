import type {
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
} from "../../../shared/policy/compiled-policy.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import type { MomentConditions } from "../../../shared/schema/clearance.ts";

/** No condition of the moment. */
export const ANY_MOMENT: MomentConditions = {
  account: null,
  tenants: null,
  regions: null,
  purposes: null,
  dataClasses: null,
  inspectable: null,
  hours: null,
};

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
    asking: null,
    because: null,
    instead: [],
    ...change,
  };
}

/** A license for everybody and everything, but for what is changed. */
export function license(id: string, change: Partial<CompiledLicense> = {}): CompiledLicense {
  return {
    id,
    kind: "license",
    authority: null,
    number: null,
    conditions: [],
    holder: {},
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

/** A policy of these rules that forbids by default and says nothing else, but for what is changed. */
export function policy(rules: readonly CompiledRule[], change: Partial<CompiledPolicy> = {}): CompiledPolicy {
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
    asking: USUAL_ASKING,
    dataClasses: [],
    knownModels: null,
    ...change,
  };
}
