import type { Person } from "../schema/person.ts";
import type { CompiledLicense } from "./compiled-policy.ts";
import { asSet } from "./set.ts";

/**
 * The licenses that a person holds themselves, as the policy's own are compiled. Models are spelled as recognition
 * spells them already. A license never covers a model that the catalog does not know.
 */
export function ownLicenses({ id, licenses = [] }: Person): readonly CompiledLicense[] {
  return licenses.map((license) => ({
    id: license.id,
    kind: "license",
    authority: license.authority ?? null,
    holder: { people: [id] },
    actions: license.actions ? asSet(license.actions) : null,
    models: asSet(license.models),
    unknownToo: false,
    purposes: license.purposes ? asSet(license.purposes) : null,
    regions: null,
    from: license.from ?? null,
    until: license.until ?? null,
  }));
}
