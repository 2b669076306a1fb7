import type { CatalogContent, CatalogEdition, EditionName } from "../schema/catalog-edition.ts";
import { BUILT_IN_NAMES, modelTables } from "./model-tables.ts";
import { indexCatalog, type Catalog } from "./recognize.ts";
import { SERVICES } from "./services.ts";

/** The edition that ships with the program. Raise it with every release that changes a record or a name. */
export const BUILT_IN_EDITION: EditionName = "2026-11-30.1";

/** The content that ships with the program: the floor of every edition. */
export const BUILT_IN_CONTENT: CatalogContent = {
  edition: BUILT_IN_EDITION,
  services: [...SERVICES],
  models: BUILT_IN_NAMES,
};

/** The catalog of an edition: recognizers and names of models that belong together. */
export function catalogOf({ services, models }: Pick<CatalogContent, "services" | "models">): Catalog {
  return indexCatalog(services, modelTables(models));
}

/** The part of an edition that recognition needs. */
export function contentOf({ edition, services, models }: CatalogEdition): CatalogContent {
  return { edition, services, models: { labs: models.labs, spellings: models.spellings } };
}

/** Below zero where the first edition is the older one. */
export function compareEditions(one: EditionName, other: EditionName): number {
  return compareNumbers(one.split(/[-.]/), other.split(/[-.]/));
}

/** Below zero where the first version of the program (`1.2.3`) is the older one. */
export function compareVersions(one: string, other: string): number {
  return compareNumbers(one.split("."), other.split("."));
}

function compareNumbers(one: readonly string[], other: readonly string[]): number {
  const first = one.findIndex((part, index) => Number(part) !== Number(other[index]));
  return first < 0 ? 0 : Number(one[first]) - Number(other[first]);
}

/**
 * A service or host of the floor that a content lacks, in words; null where nothing is. The quick look of whoever
 * takes an edition from the agent that has checked it in full.
 */
export function missingFromFloor({ services }: CatalogContent): string | null {
  const hosts = new Map(services.map((record) => [record.service, new Set(record.hosts)]));
  for (const record of SERVICES) {
    const kept = hosts.get(record.service);
    if (kept === undefined) return `the service ${record.service}`;
    const lost = record.hosts.find((host) => !kept.has(host));
    if (lost !== undefined) return `the host ${lost} of ${record.service}`;
  }
  return null;
}
