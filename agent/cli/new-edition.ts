import packageFile from "../../package.json" with { type: "json" };
import { compareEditions } from "../../shared/catalog/edition.ts";
import { editionSentence, readEditionText } from "../distribution/catalog-file.ts";
import { CommandError } from "./exit.ts";

/** The text of an edition that may follow the one that is out; throws `found` with why it may not. */
export function newEdition(file: string, text: string, out: string | null): string {
  const edition = editionIn(file, text);
  const before = out === null ? null : editionIn("The edition that is out", out);
  if (before === null || compareEditions(edition, before) > 0) return text;
  throw new CommandError(
    "found",
    `${file} is edition ${edition}, and ${before} is out: endpoints take later ones alone. Give it a later name.`,
  );
}

function editionIn(file: string, text: string): string {
  const reading = readEditionText(text, packageFile.version);
  if (reading.ok) return reading.edition.edition;
  throw new CommandError("found", editionSentence(file, reading.problems));
}
