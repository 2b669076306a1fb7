import type { Person } from "../schema/person.ts";
import type { CompiledLicense } from "./compiled-policy.ts";
import { moment } from "./moment.ts";
import { asSet } from "./set.ts";

/**
 * The licenses that a person holds themselves, as the policy's own are compiled. Models are spelled as recognition
 * spells them already. A license never covers a model that the catalog does not know.
 */
export function ownLicenses({ id, licenses = [] }: Person): readonly CompiledLicense[] {
  return licenses.flatMap((license): CompiledLicense[] => {
    const [from, until] = [momentOf(license.from), momentOf(license.until)];
    if (from === "none" || until === "none") return [];
    return [
      {
        id: license.id,
        kind: "license",
        authority: license.authority ?? null,
        number: license.number ?? null,
        conditions: license.conditions ?? [],
        holder: { people: [id] },
        actions: license.actions ? asSet(license.actions) : null,
        models: asSet(license.models),
        unknownToo: false,
        purposes: license.purposes ? asSet(license.purposes) : null,
        regions: license.regions ? asSet(license.regions) : null,
        from,
        until,
      },
    ];
  });
}

/** Null: no limit. A text that is no moment must not become one, so such a license counts for nothing. */
function momentOf(text: string | undefined): number | null | "none" {
  return text === undefined ? null : (moment(text) ?? "none");
}
