import packageFile from "../../package.json" with { type: "json" };
import { differenceFrom } from "../../shared/catalog/edition-difference.ts";
import { BUILT_IN_FLOOR } from "../../shared/catalog/edition-built-in.ts";
import { wrongFixtures } from "../../shared/catalog/edition-fixtures.ts";
import { editionProblemLine, type EditionProblem } from "../../shared/catalog/edition-problem.ts";
import { catalogOf } from "../../shared/catalog/edition.ts";
import type { CatalogEdition } from "../../shared/schema/catalog-edition.ts";
import { readEditionText } from "../distribution/catalog-file.ts";
import { differenceLines } from "./catalog-difference.ts";
import { fixturesOf } from "./catalog-samples.ts";
import { textOf } from "./config-file.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `catalog check FILE`: everything that would keep an agent from using an edition, or what the edition holds. */
export async function catalogCheck(given: Given): Promise<number> {
  const reading = readEditionText(await textOf(word(given, 0, "The edition's file")), packageFile.version);
  const edition = reading.ok ? reading.edition : null;
  const folder = given.value("fixtures");
  const problems =
    edition !== null && folder !== null
      ? await wrongSamples(edition, folder)
      : reading.ok
        ? []
        : reading.problems;
  if (given.json) printJson({ problems, ...(edition !== null && summaryOf(edition)) });
  else for (const line of linesOf(problems, edition)) print(plain(line));
  return problems.length === 0 ? EXIT.done : EXIT.found;
}

async function wrongSamples(edition: CatalogEdition, folder: string): Promise<readonly EditionProblem[]> {
  return wrongFixtures(catalogOf(edition), await fixturesOf(folder));
}

function summaryOf(edition: CatalogEdition): object {
  return {
    edition: edition.edition,
    services: edition.services.length,
    fixtures: edition.fixtures.length,
    difference: differenceFrom(BUILT_IN_FLOOR, edition),
  };
}

function linesOf(problems: readonly EditionProblem[], edition: CatalogEdition | null): readonly string[] {
  if (problems.length > 0 || edition === null) return problems.map(editionProblemLine);
  const { services, fixtures } = edition;
  return [
    `Edition ${edition.edition} is good: ${services.length} services, ${fixtures.length} fixtures.`,
    ...differenceLines(differenceFrom(BUILT_IN_FLOOR, edition)),
  ];
}
