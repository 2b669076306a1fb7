import type { Missing } from "../schema/decision.ts";
import type { LicenseUse, LicenseWanted } from "../schema/license-use.ts";

/** Each license and grant once, in an order that does not depend on that of the rules (P4). */
export function eachOnce(used: readonly LicenseUse[]): readonly LicenseUse[] {
  if (used.length < 2) return used;
  const byKey = new Map(used.map((one) => [keyOf(one), one]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, one]) => one);
}

function keyOf({ id, kind, number, authority, holder }: LicenseUse): string {
  return JSON.stringify([id, kind, number, authority, holder]);
}

/** The licenses and grants among what would give access. */
export function licensesWanted(missing: readonly Missing[]): LicenseWanted[] {
  return missing.flatMap(({ kind, value }) =>
    kind === "license" || kind === "grant" ? [{ kind, id: value }] : [],
  );
}
