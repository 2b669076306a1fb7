import type { CatalogEdition, CatalogFixture } from "../schema/catalog-edition.ts";
import { BUILT_IN_CONTENT } from "./edition.ts";
import type { Floor } from "./edition-floor.ts";
import facts from "./models/facts.json" with { type: "json" };

/** What no edition may fall below: everything that is built in. Not for the extension, which needs no facts. */
export const BUILT_IN_FLOOR: Floor = { ...BUILT_IN_CONTENT, facts };

/** The built-in catalog as an edition of this name, for somebody to mend or add to. */
export function editionFromBuiltIn(
  of: Pick<CatalogEdition, "edition" | "minimumProgram"> & { readonly fixtures: readonly CatalogFixture[] },
): CatalogEdition {
  const { services, models } = BUILT_IN_CONTENT;
  return {
    lanyardCatalog: 1,
    edition: of.edition,
    minimumProgram: of.minimumProgram,
    services,
    models: { ...models, facts },
    fixtures: [...of.fixtures],
  };
}
