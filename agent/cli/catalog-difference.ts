import type { EditionDifference } from "../../shared/catalog/edition-difference.ts";

/** What an edition adds to the built-in catalog and mends in it, in lines for people. */
export function differenceLines(difference: EditionDifference): readonly string[] {
  const rows = [
    ["Services added", difference.servicesAdded],
    ["Services changed", difference.servicesChanged],
    ["Hosts added", difference.hostsAdded],
    ["Models added", difference.modelsAdded],
    ["Names of models", difference.namesChanged ? ["changed"] : []],
  ] as const;
  const told = rows.filter(([, names]) => names.length > 0);
  if (told.length === 0) return ["It is what is built in."];
  return told.map(([what, names]) => `${what.padEnd(17)} ${names.join(", ")}`);
}
