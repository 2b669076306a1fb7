import packageFile from "../../package.json" with { type: "json" };
import { editionFromBuiltIn } from "../../shared/catalog/edition-built-in.ts";
import { BUILT_IN_EDITION, compareEditions } from "../../shared/catalog/edition.ts";
import { EditionName } from "../../shared/schema/catalog-edition.ts";
import { fixturesOf } from "./catalog-samples.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { note, printJson } from "./print.ts";
import { writeOut } from "./write-out.ts";

/** `catalog build`: the built-in catalog as an edition to mend or add to; the same words give the same bytes. */
export async function catalogBuild(given: Given): Promise<number> {
  const out = needed(given, "out");
  const edition = editionGiven(given.value("edition"));
  const folder = given.value("fixtures");
  const fixtures = folder === null ? [] : await fixturesOf(folder);
  const built = editionFromBuiltIn({ edition, minimumProgram: packageFile.version, fixtures });
  // Keys stay in the order of the records: the order of hosts in `region` is the order of trying.
  await writeOut(out, `${JSON.stringify(built, null, 1)}\n`);
  const { length: services } = built.services;
  if (given.json) printJson({ file: out, edition, services, fixtures: fixtures.length });
  else note(`Wrote edition ${edition} into ${out}: ${services} services, ${fixtures.length} fixtures.`);
  return EXIT.done;
}

function editionGiven(typed: string | null): EditionName {
  if (typed === null) return laterThanBuiltIn(`${new Date().toISOString().slice(0, 10)}.1`);
  if (EditionName.safeParse(typed).success) return typed;
  throw new CommandError(
    "usage",
    `"${typed}" names no edition. Write a day and a number, as in ${BUILT_IN_EDITION}.`,
  );
}

function laterThanBuiltIn(today: EditionName): EditionName {
  if (compareEditions(today, BUILT_IN_EDITION) > 0) return today;
  const [day = "", number = ""] = BUILT_IN_EDITION.split(".");
  return `${day}.${Number(number) + 1}`;
}
