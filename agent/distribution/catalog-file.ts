import { BUILT_IN_FLOOR } from "../../shared/catalog/edition-built-in.ts";
import { editionProblemsInShort, type EditionProblem } from "../../shared/catalog/edition-problem.ts";
import { readEdition, refusedEdition, type EditionReading } from "../../shared/catalog/edition-reading.ts";
import { jsonIn } from "../platform/json-text.ts";

/** Name of the file that stands among the policy's. */
export const CATALOG_FILE = "catalog.json";

/** Characters of the largest edition that is looked at; the built-in one with every sample has half a million. */
const TEXT_LIMIT = 16_000_000;

/** Reads the text of an edition and checks all of it against what is built in; never throws. */
export function readEditionText(text: string, program: string): EditionReading {
  if (text.length > TEXT_LIMIT)
    return refused(`It has ${text.length} characters; at most ${TEXT_LIMIT} are read.`);
  const json = jsonIn(text);
  if (json === undefined) return refused("It is not JSON.");
  return readEdition(json, program, BUILT_IN_FLOOR);
}

/** What is wrong with an edition, as a sentence that names the file. */
export function editionSentence(file: string, problems: readonly EditionProblem[]): string {
  return `${file}: ${editionProblemsInShort(problems)}`;
}

function refused(sentence: string): EditionReading {
  return refusedEdition([{ at: "", sentence }]);
}
