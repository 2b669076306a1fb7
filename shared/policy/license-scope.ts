import type { Exemption } from "../schema/clearance.ts";
import type { CompiledLicense } from "./compiled-policy.ts";

/** What a license or grant is for and until when, as data of its own. */
export type LicenseScope = Pick<
  Exemption,
  "kind" | "authority" | "models" | "actions" | "purposes" | "regions" | "from" | "until"
>;

/** The scope of a license, which shares no list with it. */
export function scopeOf(license: CompiledLicense): LicenseScope {
  const { kind, authority, models, actions, purposes, regions, from, until } = license;
  return {
    kind,
    authority,
    models: copied(models),
    actions: copied(actions),
    purposes: copied(purposes),
    regions: copied(regions),
    from,
    until,
  };
}

/** A list of its own; null stays null. */
export function copied<T>(list: readonly T[] | null): T[] | null {
  return list && [...list];
}
