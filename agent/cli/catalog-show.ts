import packageFile from "../../package.json" with { type: "json" };
import { BUILT_IN_FLOOR } from "../../shared/catalog/edition-built-in.ts";
import { differenceFrom } from "../../shared/catalog/edition-difference.ts";
import { BUILT_IN_EDITION } from "../../shared/catalog/edition.ts";
import { keptEdition } from "../distribution/catalog-kept.ts";
import { acceptedCatalogFile } from "../platform/config.ts";
import { differenceLines } from "./catalog-difference.ts";
import { configOf } from "./config-file.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `catalog show`: the edition that the agent has accepted, or the built-in one, and what is different between them. */
export async function catalogShow(given: Given): Promise<number> {
  const file = acceptedCatalogFile(await configOf(given));
  const kept = keptEdition(file, packageFile.version);
  const edition = kept.edition?.edition.edition ?? BUILT_IN_EDITION;
  const difference = kept.edition === null ? null : differenceFrom(BUILT_IN_FLOOR, kept.edition.edition);
  if (given.json) printJson({ edition, builtIn: BUILT_IN_EDITION, difference, problem: kept.problem });
  else {
    print(
      `Edition           ${edition}${difference === null ? ", built in" : ` (built in: ${BUILT_IN_EDITION})`}`,
    );
    for (const line of difference === null ? [] : differenceLines(difference)) print(plain(line));
    if (kept.problem !== null) print(plain(`Problem           ${kept.problem}`));
  }
  return kept.problem === null ? EXIT.done : EXIT.found;
}
