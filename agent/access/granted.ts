import type { CompiledLicense } from "../../shared/policy/compiled-policy.ts";
import { asSet } from "../../shared/policy/set.ts";
import type { Grant } from "./answer-form.ts";

/** A grant as policy has its own (P6): for its holder, models, actions, purposes and dates, and nothing else. */
export function grantedLicense(grant: Grant): CompiledLicense {
  return {
    id: grant.named ?? grant.request,
    kind: "grant",
    authority: null,
    number: null,
    conditions: [],
    holder: { people: [grant.holder] },
    actions: grant.actions ? asSet(grant.actions) : null,
    models: asSet(grant.models),
    unknownToo: false,
    purposes: grant.purposes ? asSet(grant.purposes) : null,
    regions: null,
    from: grant.from,
    until: grant.until,
  };
}
