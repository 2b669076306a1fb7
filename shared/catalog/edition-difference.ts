import type { CatalogEdition } from "../schema/catalog-edition.ts";
import type { Floor } from "./edition-floor.ts";
import { isSameData } from "./same-data.ts";

/** What an edition has that the floor has not. */
export interface EditionDifference {
  readonly servicesAdded: readonly string[];
  readonly servicesChanged: readonly string[];
  readonly hostsAdded: readonly string[];
  readonly modelsAdded: readonly string[];
  /** True where labs, families or words in model ids are others. */
  readonly namesChanged: boolean;
}

/** Compares an edition with what is built in. */
export function differenceFrom(floor: Floor, { services, models }: CatalogEdition): EditionDifference {
  const known = new Map(floor.services.map((record) => [record.service, record]));
  const hosts = new Set(floor.services.flatMap((record) => record.hosts));
  const facts = new Set(floor.facts.map(({ id }) => id));
  const changed = services.filter((record) => !isSameData(record, known.get(record.service)));
  const names = { labs: models.labs, spellings: models.spellings };
  return {
    servicesAdded: changed.filter(({ service }) => !known.has(service)).map(({ service }) => service),
    servicesChanged: changed.filter(({ service }) => known.has(service)).map(({ service }) => service),
    hostsAdded: [...new Set(services.flatMap((record) => record.hosts))].filter((host) => !hosts.has(host)),
    modelsAdded: models.facts.map(({ id }) => id).filter((id) => !facts.has(id)),
    namesChanged: !isSameData(names, floor.models),
  };
}
