import { canonicalModel } from "../../shared/catalog/identity.ts";
import { BUILT_IN_TABLES, modelTables } from "../../shared/catalog/model-tables.ts";
import type { CatalogEdition } from "../../shared/schema/catalog-edition.ts";
import type { Person } from "../../shared/schema/person.ts";

/** The person with the models of their own licenses spelled as recognition spells them, by the edition in force. */
export function withSpelledLicenses(person: Person, edition: Pick<CatalogEdition, "models"> | null): Person {
  if (person.licenses === undefined) return person;
  const tables = edition === null ? BUILT_IN_TABLES : modelTables(edition.models);
  const licenses = person.licenses.map((license) => ({
    ...license,
    models: license.models.map((model) => canonicalModel(model, tables)),
  }));
  return { ...person, licenses };
}
