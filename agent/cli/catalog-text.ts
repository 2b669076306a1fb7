import type { CatalogEdition } from "../../shared/schema/catalog-edition.ts";

/** The one text of an edition: keys sorted, one member a line, so that two editions can be compared line by line. */
export function catalogText(edition: CatalogEdition): string {
  return `${JSON.stringify(sorted(edition), null, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
