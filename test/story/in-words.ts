import { styleText } from "node:util";
import type { Cell, Story } from "./run.ts";

/** The story as a table: people and models down, days across. */
export function inWords({ cells, secondsToEnforce }: Story): string {
  const steps = [...new Set(cells.map(({ step }) => step))];
  const rows = Map.groupBy(cells, ({ person, model }) => `${person}, ${model}`);
  const width = Math.max(...Array.from(rows.keys(), (name) => name.length));
  const right = cells.filter(({ expected, got }) => expected === got).length;
  return [
    ["".padEnd(width), ...steps].join("  "),
    ...Array.from(rows, ([name, row]) => [name.padEnd(width), ...row.map(word)].join("  ")),
    "",
    `${right} of ${cells.length} cells are as the table says.`,
    `Seconds from signature to enforcement: ${figures(secondsToEnforce)}.`,
  ].join("\n");
}

/** As wide as a date. */
function word({ expected, got }: Cell): string {
  const text = got.padEnd(10);
  if (expected !== got) return styleText("red", `${got}!`.padEnd(10));
  return styleText(got === "permit" ? "green" : "dim", text);
}

function figures(seconds: readonly number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
  return `median ${at(0.5)}, p95 ${at(0.95)}, of ${sorted.length}`;
}
