import type { Difference } from "./test-expectation.ts";
import type { TestResult } from "./test-run.ts";

/** The promises of one file and what became of them. */
export interface TestedFile {
  readonly file: string;
  readonly results: readonly TestResult[];
}

/** How many promises there are, and how many are not kept. */
export function tallyOf(results: readonly TestResult[]): { readonly cells: number; readonly failed: number } {
  return { cells: results.length, failed: results.filter((result) => !isKept(result)).length };
}

/** The report for people: a line for each case and each row of a table, below it what came otherwise. */
export function reportLines(files: readonly TestedFile[]): readonly string[] {
  const { cells, failed } = tallyOf(files.flatMap(({ results }) => results));
  return [
    ...files.flatMap(({ file, results }) => [file, ...groupLines(results), ""]),
    failed === 0 ? `All ${cells} promises are kept.` : `${failed} of ${cells} promises are not kept.`,
  ];
}

function isKept({ problem, differences }: TestResult): boolean {
  return problem === null && differences.length === 0;
}

function groupLines(results: readonly TestResult[]): readonly string[] {
  const tables = Map.groupBy(results, ({ table }) => table);
  return Array.from(tables).flatMap(([table, own]) =>
    table === null ? caseLines(own) : tableLines(table, own),
  );
}

function caseLines(results: readonly TestResult[]): readonly string[] {
  return results.flatMap((result) => {
    const head = `  ${isKept(result) ? "ok    " : "failed"}  ${result.case}`;
    return [[head], failureLines(result, "          ")].flat();
  });
}

/** The table as it was written, with what came in each cell; what was promised otherwise is marked, and told below. */
function tableLines(table: string, results: readonly TestResult[]): readonly string[] {
  const rows = [...Map.groupBy(results, (result) => result.case)];
  const steps = [...new Set(results.map(({ step }) => step ?? ""))];
  const grid = [
    [table, ...steps],
    ...rows.map(([name, row]) => [`  ${name}`].concat(steps.map((step) => cellWords(row, step)))),
  ];
  const widths = [table, ...steps].map((_, column) => longest(grid.map((line) => line[column] ?? "")));
  const [head = "", ...lines] = grid.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  const below = rows.map(([, row]) => row.flatMap((result) => failureLines(result, "      ")));
  return [head, ...lines.flatMap((line, index) => [[line], below[index] ?? []].flat())];
}

/** What came, without the labs of the models; a cross before what was promised otherwise. */
function cellWords(row: readonly TestResult[], step: string): string {
  const result = row.find((one) => (one.step ?? "") === step);
  if (!result) return "";
  const words = (result.came ?? "?").replaceAll(/[^\s/]+\//g, "");
  return isKept(result) ? words : `✕ ${words}`;
}

function failureLines(result: TestResult, indent: string): readonly string[] {
  const { step, differences, problem } = result;
  if (isKept(result)) return [];
  const where = step === null ? [] : [`${indent}${step}:`];
  if (problem !== null) return [...where, `${indent}${problem}`];
  return [...where, ...sideBySide(differences).map((line) => indent + line)];
}

/** Each field with what was promised and what came, in columns. */
function sideBySide(differences: readonly Difference[]): readonly string[] {
  const rows = [{ field: "", expected: "promised", actual: "came" }, ...differences];
  const first = longest(rows.map(({ field }) => field));
  const second = Math.min(40, longest(rows.map(({ expected }) => expected)));
  return rows.map(({ field, expected, actual }) =>
    `${field.padEnd(first)}  ${expected.padEnd(second)}  ${actual}`.trimEnd(),
  );
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}
