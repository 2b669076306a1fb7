import type { UseBy, UseOfLicense } from "../journal/license-use.ts";

/** The report for people: a paragraph for each license, then a line for each person and model. */
export function licenseLines(licenses: readonly UseOfLicense[]): readonly string[] {
  if (licenses.length === 0)
    return ["No use of a license or grant is recorded, and no denial for want of one."];
  return licenses.flatMap((one, index) => [
    ...(index === 0 ? [] : [""]),
    headOf(one),
    `  ${useWords(one)}`,
    ...(one.models.length > 0 ? [`  Models: ${one.models.join(", ")}.`] : []),
    ...rowsOf(one.by),
  ]);
}

function headOf({ id, kind, number, authority, holders }: UseOfLicense): string {
  if (id === null) return `Any ${kind}, where none was held`;
  const name = `${kind === "license" ? "License" : "Grant"} ${id}`;
  return [
    number === null ? name : `${name}, number ${number}`,
    ...(authority === null ? [] : [`of ${authority}`]),
    ...(holders.length === 0 ? [] : [`held by ${holders.join(", ")}`]),
  ].join(", ");
}

function useWords({ uses, people, first, last, denied }: UseOfLicense): string {
  const wanted = denied === 0 ? "" : ` ${counted(denied, "call")} denied for want of it.`;
  if (first === null || last === null) return `No use.${wanted}`;
  const by = people === 1 ? "1 person" : counted(people, "people", "");
  return `${counted(uses, "use")} by ${by}, from ${momentOf(first)} to ${momentOf(last)}.${wanted}`;
}

const HEADS = ["PERSON", "MODEL", "USES", "DENIED", "FIRST", "LAST"] as const;

function rowsOf(by: readonly UseBy[]): readonly string[] {
  const cells = by.map(({ person, model, uses, denied, first, last }) => [
    person ?? "?",
    model ?? "?",
    String(uses),
    String(denied),
    momentOf(first),
    momentOf(last),
  ]);
  const widths = HEADS.map((head, n) => Math.max(head.length, ...cells.map((row) => row[n]?.length ?? 0)));
  return [[...HEADS], ...cells].map((row) =>
    `  ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join("  ")}`.trimEnd(),
  );
}

const COLUMNS = [
  "kind",
  "id",
  "number",
  "authority",
  "holders",
  "person",
  "model",
  "uses",
  "denied",
  "first",
  "last",
] as const;

/** The report as CSV (RFC 4180): a row for each license, person and model. */
export function licenseCsv(licenses: readonly UseOfLicense[]): string {
  const rows = licenses.flatMap(({ kind, id, number, authority, holders, by }) =>
    by.map(({ person, model, uses, denied, first, last }) => [
      kind,
      id ?? "",
      number ?? "",
      authority ?? "",
      holders.join("; "),
      person ?? "",
      model ?? "",
      String(uses),
      String(denied),
      momentOf(first),
      momentOf(last),
    ]),
  );
  return [[...COLUMNS], ...rows].map((row) => `${row.map((cell) => quoted(cell)).join(",")}\r\n`).join("");
}

/** What a page chose must not become a formula in a spreadsheet. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function counted(count: number, what: string, plural = "s"): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : plural}`;
}

function momentOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : `${date.toISOString().slice(0, 19)}Z`;
}
