import { type Position, type Problem, problemAt } from "./problem.ts";
import { finder, locator } from "./places.ts";
import { readPlain } from "./plain-yaml.ts";
import { readWhole } from "./whole-yaml.ts";

/** One YAML file of the policy folder, as text. */
export interface PolicyFile {
  readonly file: string;
  readonly text: string;
}

/** Keys and indexes from the top of a file down to a value. */
export type Path = readonly PropertyKey[];

/** One file read as YAML: its value, and where each path stands. */
export interface ReadFile {
  readonly file: string;
  readonly value: unknown;
  readonly at: (path: Path) => Position;
}

/** Largest file that may use all of YAML, in characters: reading one may take half a second. */
const WHOLE_LIMIT = 250_000;

/**
 * Reads one YAML document, or says what is wrong with it. Never throws, whatever the text. What policies are
 * written in is read at once; the rest of YAML, and whatever may be wrong, by the `yaml` package.
 */
export function readYaml(source: PolicyFile): ReadFile | readonly Problem[] {
  const { file, text } = source;
  const at = locator(file, text);
  const nul = text.indexOf("\0");
  if (nul >= 0) return [nulProblem(at(nul))];
  const plain = readPlain(text);
  if ("tooLong" in plain) return [tooLong(at(plain.tooLong))];
  if ("strange" in plain)
    return text.length > WHOLE_LIMIT ? [notPlain(at(plain.strange))] : readWhole(source);
  const find = finder(plain.value, plain.offsets);
  return { file, value: plain.value, at: (path: Path) => at(find(path)) };
}

function nulProblem(position: Position): Problem {
  const message = "There is a NUL character here, so this is not a text file.";
  return problemAt(position, "nul", message, "Save the file as UTF-8 text.");
}

function tooLong(position: Position): Problem {
  const message = "A text or list here is longer than any of a policy.";
  const mend = "Write at most 2,000 characters, and close the quotes; split a list over files.";
  return problemAt(position, "too_long", message, mend);
}

function notPlain(position: Position): Problem {
  const message =
    "A file of over 250,000 characters must be plain YAML that says each key once, and here it is not.";
  const mend =
    "Write texts on one line, without escapes, anchors and tags; or split the file into smaller ones.";
  return problemAt(position, "too_large", message, mend);
}
