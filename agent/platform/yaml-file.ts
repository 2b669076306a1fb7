import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type * as z from "zod/mini";

/** One thing that is wrong with a file, at its place. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A sentence: what is wrong. */
  readonly message: string;
  /** A sentence: what to write instead. */
  readonly mend: string;
}

/** A file's content by its schema, or all that is wrong with it. */
export type FileReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** What a file may be: its schema, and what to write for each of its fields (`people.*.level`). */
export interface FileForm<T> {
  readonly schema: z.ZodMiniType<T>;
  readonly mends: Readonly<Record<string, string>>;
}

/** Characters of the largest file that is looked at. */
const TEXT_LIMIT = 16_000_000;
/** Aliases let ten lines of YAML mean gigabytes. */
const ALIAS_LIMIT = 100;

/** Reads the text of one YAML file by a form; never throws, whatever the text is. */
export function readYaml<T>(form: FileForm<T>, file: string, text: string): FileReading<T> {
  const whole = { file, line: 1, column: 1 };
  if (text.length > TEXT_LIMIT)
    return refused({ ...whole, message: "This file is too large.", mend: "Keep it under 16 MB." });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        file,
        ...place(lines, error.pos[0]),
        message: `This is not YAML: ${sentence(error.message)}`,
        mend: "Correct the spelling of the YAML at this place.",
      })),
    };
  const content = contentOf(document);
  if (content === TOO_MANY_ALIASES)
    return refused({
      ...whole,
      message: "This file repeats itself by too many aliases.",
      mend: "Write it out.",
    });
  const parsed = form.schema.safeParse(content);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => problemsOf({ form, file, document, lines }, issue)),
  };
}

function refused<T>(problem: FileProblem): FileReading<T> {
  return { ok: false, problems: [problem] };
}

const TOO_MANY_ALIASES = Symbol("too many aliases");

function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIAS_LIMIT });
  } catch {
    return TOO_MANY_ALIASES;
  }
}

interface Circumstance {
  readonly form: FileForm<unknown>;
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

function problemsOf(at: Circumstance, issue: z.core.$ZodIssue): readonly FileProblem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(at, issue.path, key));
  const field = issue.path.map(String).join(".");
  const missing = at.document.getIn(issue.path) === undefined;
  const name = field === "" ? "This file" : `"${field}"`;
  return [
    {
      file: at.file,
      ...place(at.lines, offsetOf(at.document, issue.path)),
      message: missing && field !== "" ? `${name} is missing.` : `${name} is not what belongs here.`,
      mend: mendFor(at.form, issue.path),
    },
  ];
}

function unknownKey(at: Circumstance, path: readonly PropertyKey[], key: string): FileProblem {
  const map = path.length === 0 ? at.document.contents : at.document.getIn(path, true);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  const offset = isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : offsetOf(at.document, path);
  const prefix = pattern(path);
  const known = Object.keys(at.form.mends)
    .filter((field) => field.startsWith(prefix) && !field.slice(prefix.length).includes("."))
    .map((field) => field.slice(prefix.length));
  return {
    file: at.file,
    ...place(at.lines, offset),
    message: `"${key}" is not a field that is known here.`,
    mend: `Known are: ${known.join(", ")}.`,
  };
}

/** The place of a field, or of the nearest thing around it where it is missing. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function place(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The mend of the field, or of the nearest field around it that has one. */
function mendFor(form: FileForm<unknown>, path: readonly PropertyKey[]): string {
  const mend = form.mends[pattern(path).slice(0, -1)];
  if (mend !== undefined) return mend;
  return path.length === 0 ? "See the README for its form." : mendFor(form, path.slice(0, -1));
}

/** `["people", 3, "level"]` as `people.*.level.`; nothing as the empty text. */
function pattern(path: readonly PropertyKey[]): string {
  return path.map((step) => `${typeof step === "number" ? "*" : String(step)}.`).join("");
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

/** A problem as one line: `file:line:column sentence mend`. */
export function problemLine(problem: FileProblem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.message} ${problem.mend}`;
}

/** The first of the problems as a line, with the number of the others. */
export function problemsInShort(problems: readonly FileProblem[]): string {
  const [first, ...others] = problems;
  if (!first) return "";
  return others.length === 0 ? problemLine(first) : `${problemLine(first)} (and ${others.length} more)`;
}
