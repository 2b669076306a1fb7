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
  return Array.from(tables).flatMap(([table, own]) => {
    const indent = table === null ? "  " : "    ";
    const rows = [...Map.groupBy(own, rowKey).values()].flatMap((row) => rowLines(row, indent));
    return table === null ? rows : [[`  ${table}`], rows].flat();
  });
}

/** Cases stand alone; the cells of a table's row stand together. */
function rowKey({ table, case: name, step }: TestResult): string {
  return table === null ? `${name}\n${step}` : name;
}

function rowLines(row: readonly TestResult[], indent: string): readonly string[] {
  const [first] = row;
  if (!first) return [];
  const failed = row.filter((result) => !isKept(result));
  const count = row.length === 1 ? "" : ` (${row.length - failed.length} of ${row.length})`;
  const head = `${indent}${failed.length === 0 ? "ok    " : "failed"}  ${first.case}${count}`;
  return [head, ...failed.flatMap((result) => failureLines(result, `${indent}        `))];
}

function failureLines({ step, differences, problem }: TestResult, indent: string): readonly string[] {
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
