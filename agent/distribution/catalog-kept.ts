import { readFileSync } from "node:fs";
import type { CatalogEdition } from "../../shared/schema/catalog-edition.ts";
import { writeDurably } from "../platform/durable-file.ts";
import { systemCode, systemWords } from "../platform/fault.ts";
import { editionSentence, readEditionText } from "./catalog-file.ts";

/** An edition with the text that it was published as. */
export interface AcceptedEdition {
  readonly edition: CatalogEdition;
  readonly text: string;
}

/** What an earlier run accepted: the last good edition, and the floor of those to come. */
export interface KeptEdition {
  readonly edition: AcceptedEdition | null;
  /** Why what was kept is not used, in a sentence; null where nothing is wrong. */
  readonly problem: string | null;
}

/**
 * Reads the edition that was kept, and checks all of it again: the program may have become another. Nothing is kept
 * before the first edition was accepted; one that the program has overtaken is not used either, nor is that a problem.
 */
export function keptEdition(file: string, program: string): KeptEdition {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { edition: null, problem: null };
    return {
      edition: null,
      problem: `${file} cannot be read: ${systemWords(error)}. The built-in catalog is used.`,
    };
  }
  const reading = readEditionText(text, program);
  if (reading.ok) return { edition: { edition: reading.edition, text }, problem: null };
  if (reading.overtaken) return { edition: null, problem: null };
  return {
    edition: null,
    problem: `The edition that was kept is not used. ${editionSentence(file, reading.problems)}`,
  };
}

/** Keeps an edition durably in place of the one before; a sentence where that cannot be done, else null. */
export function keepEdition(file: string, { text }: AcceptedEdition): string | null {
  try {
    writeDurably(file, text);
    return null;
  } catch (error) {
    return `The edition cannot be kept in ${file}: ${systemWords(error)}.`;
  }
}
