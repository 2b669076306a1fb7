import type { Matrix, MatrixCell } from "./matrix.ts";

/** The mark of each state; it always stands beside words, or beside a legend. */
export const MARKS: Readonly<Record<MatrixCell["state"], string>> = {
  may: "✓",
  conditions: "!",
  obtainable: "?",
  not: "✕",
  mixed: "±",
};

/** What each mark means. */
export const LEGEND: Readonly<Record<MatrixCell["state"], string>> = {
  may: "may use",
  conditions: "may use, with conditions",
  obtainable: "not yet: something would give access",
  not: "may not use",
  mixed: "differs within the group",
};

/** The matrix as lines for a terminal: marks under numbered models, then what numbers and marks mean. */
export function matrixLines(matrix: Matrix): readonly string[] {
  const heads = matrix.models.map((_, index) => String(index + 1));
  const width = Math.max(0, ...matrix.rows.map(({ name }) => name.length)) + 2;
  const widths = heads.map((head) => head.length + 2);
  const line = (first: string, cells: readonly string[]): string =>
    (first.padEnd(width) + cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("")).trimEnd();
  return [
    line("", heads),
    ...matrix.rows.map(({ name, cells }) =>
      line(
        name,
        cells.map(({ state }) => MARKS[state]),
      ),
    ),
    "",
    ...matrix.models.map(({ id, name }, index) => `${String(index + 1).padStart(3)}  ${name} (${id})`),
    "",
    ...statesIn(matrix).map((state) => `  ${MARKS[state]}  ${LEGEND[state]}`),
  ];
}

/** The states that occur, in the order of the legend. */
export function statesIn(matrix: Matrix): readonly MatrixCell["state"][] {
  const found = new Set(matrix.rows.flatMap(({ cells }) => cells.map(({ state }) => state)));
  return (["may", "conditions", "obtainable", "not", "mixed"] as const).filter((state) => found.has(state));
}

/** The matrix as CSV (RFC 4180) with the words of each cell. */
export function matrixCsv(matrix: Matrix): string {
  const rows = [
    [matrix.by, "name", "people", ...matrix.models.map(({ id }) => id)],
    ...matrix.rows.map(({ id, name, people, cells }) => [
      id,
      name,
      String(people),
      ...cells.map(({ words }) => words),
    ]),
  ];
  return rows.map((row) => `${row.map((cell) => quoted(cell)).join(",")}\r\n`).join("");
}

/** A name that begins as a formula does would be one in a spreadsheet. */
function quoted(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
