import { canonicalModel } from "../../shared/catalog/identity.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import { differences, type Difference } from "./test-expectation.ts";
import type { Cell, Expectation } from "./test-file.ts";

/** A promise that cannot be asked, as the file stands; the message is a sentence. */
export class Unaskable extends Error {}

/** One call of a cell, and what was decided. */
export interface Answer {
  readonly models: readonly string[] | null;
  readonly decision: Decision;
}

/** What came otherwise than a cell promises; every denial must be told what `denied` says. Throws `Unaskable`. */
export function cellDifferences(
  cell: Cell,
  answers: readonly Answer[],
  denied: Expectation,
): readonly Difference[] {
  if (typeof cell === "object" && !Array.isArray(cell))
    return answers.flatMap(({ decision }) => differences(promised(cell), decision));
  const expected = wordsOf(permittedBy(cell, answers), answers);
  const actual = cameOf(answers);
  const refusals = answers.filter((answer) => !isPermitted(answer));
  if (expected === actual) return refusals.flatMap(({ decision }) => differences(denied, decision));
  const why = refusals.map(({ decision }) => decision.because).join(" ");
  return [{ field: "permitted", expected, actual: why === "" ? actual : `${actual} (${why})` }];
}

/** What a cell's calls got: permit, deny, or the models that are permitted. */
export function cameOf(answers: readonly Answer[]): string {
  return wordsOf(answers.filter(isPermitted), answers);
}

/** An expectation that expects something: one that does not would hold whatever comes. Throws `Unaskable`. */
export function promised(expected: Expectation): Expectation {
  if (Object.keys(expected).length > 0) return expected;
  throw new Unaskable("Nothing is expected. Write at least `effect: permit` or `effect: deny`.");
}

function isPermitted({ decision }: Answer): boolean {
  return decision.effect === "permit";
}

function permittedBy(
  cell: "permit" | "deny" | readonly string[],
  answers: readonly Answer[],
): readonly Answer[] {
  if (cell === "permit") return answers;
  if (cell === "deny") return [];
  const wanted = cell.map((model) => canonicalModel(model));
  const strange = wanted.find((model) => !answers.some(({ models }) => models?.includes(model)));
  if (strange !== undefined)
    throw new Unaskable(`The cell names ${strange}, which its row does not ask for.`);
  return answers.filter(({ models }) => models?.some((model) => wanted.includes(model)));
}

function wordsOf(permitted: readonly Answer[], answers: readonly Answer[]): string {
  if (permitted.length === answers.length) return "permit";
  return permitted.flatMap(({ models }) => models ?? []).join(", ") || "deny";
}
