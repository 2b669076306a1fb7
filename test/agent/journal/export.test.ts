import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportLines } from "../../../agent/journal/export.ts";
import { EVERYTHING, type JournalFilter } from "../../../agent/journal/filter.ts";
import { leafHash, leafOf } from "../../../agent/journal/merkle.ts";
import { verifyExport } from "../../../agent/journal/verify/verify-export.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { naiveRootOf } from "./naive-tree.ts";
import { faultsIn, openAt, optionsWith, testKey, writeEvents } from "./written.ts";

function exported(file: string, filter: Partial<JournalFilter> = {}): string {
  const out = join(temporaryFolder(), "export.jsonl");
  const options = { file, filter: { ...EVERYTHING, ...filter }, now: 5, onProgress: () => undefined };
  writeFileSync(out, Array.from(exportLines(options), (line) => `${line}\n`).join(""));
  return out;
}

async function faultsAfter(out: string, change: (lines: string[]) => readonly string[]): Promise<string[]> {
  writeFileSync(out, change(readFileSync(out, "utf8").split("\n")).join("\n"));
  return faultsIn(await verifyExport(out, optionsWith()));
}

function lineOf(lines: readonly string[], sequence: number): number {
  return lines.findIndex((line) => line.startsWith(`{"sequence":${sequence},`));
}

/** As another program writes the same JSON. */
function respaced(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line === "" ? "" : JSON.stringify(JSON.parse(line), null, 1).replaceAll("\n", " "),
  );
}

function edit(line: string): string {
  return line.replace('"deny"', '"permit"');
}

describe("an export", () => {
  test("of everything is whole, and has the journal's root", async () => {
    const { file, key, seen } = writeEvents(700);
    const report = await verifyExport(exported(file), optionsWith(seen, key));
    expect(report).toMatchObject({ findings: [], events: 700, bodies: 700, signed: 700 });
    expect(report.root).toBe(seen.at(-1)?.root.toString("base64"));
  });

  test("of some events is whole and has the same root, with a line for a tile that is left out", async () => {
    const file = join(temporaryFolder(), "journal.db");
    const key = testKey();
    const journal = openAt(file, key);
    journal.append(
      Array.from({ length: 2_000 }, (_, index) =>
        decisionEvent(`event-${String(index).padStart(6, "0")}`, {
          effect: index % 777 === 5 ? "deny" : "permit",
        }),
      ),
    );
    journal.close();
    const out = exported(file, { effect: "deny" });
    const report = await verifyExport(out, optionsWith([], key));
    expect(report).toMatchObject({ findings: [], events: 2_000, bodies: 3, signed: 2_000 });
    expect(readFileSync(out, "utf8").match(/"event":/g)).toHaveLength(3);
    expect(readFileSync(out, "utf8").match(/"leaves":/g)?.length).toBeLessThan(12);
  });

  test("can be verified by whoever knows RFC 6962 and signed notes alone, line by line", () => {
    const file = join(temporaryFolder(), "journal.db");
    const journal = openAt(file, testKey());
    journal.append(decisionEvents(99));
    for (let n = 0; n < 40; n += 1)
      journal.append([decisionEvent(`more-${1_000 + n}`, { effect: n % 9 === 1 ? "permit" : "deny" })]);
    journal.sign();
    journal.close();
    const leaves: string[] = [];
    let checkpoints = 0;
    for (const line of readFileSync(exported(file, { effect: "permit" }), "utf8")
      .trim()
      .split("\n")
      .slice(1)) {
      const said = JSON.parse(line) as { leaf?: string; leaves?: string; checkpoint?: string };
      if (said.leaf !== undefined) leaves.push(said.leaf);
      const many = Buffer.from(said.leaves ?? "", "base64");
      for (let at = 0; at < many.length; at += 32) leaves.push(many.subarray(at, at + 32).toString("base64"));
      if (said.checkpoint === undefined) continue;
      const [, size, root] = said.checkpoint.split("\n");
      expect([
        String(leaves.length),
        naiveRootOf(leaves.map((leaf) => Buffer.from(leaf, "base64"))).toString("base64"),
      ]).toEqual([size, root]);
      checkpoints += 1;
    }
    expect(checkpoints).toBe(2);
  });

  test("that another program wrote anew, with other spaces, is still whole", async () => {
    const { file } = writeEvents(300);
    expect(await faultsAfter(exported(file), respaced)).toEqual([]);
  });

  test("names an event that was edited, deleted, moved, or cut off with all that follows", async () => {
    const { file } = writeEvents(700);
    const after = (change: (lines: string[]) => readonly string[]): Promise<string[]> =>
      faultsAfter(exported(file), change);
    expect(
      await after((lines) => lines.with(lineOf(lines, 300), edit(lines[lineOf(lines, 300)] ?? ""))),
    ).toEqual(["edited 300-300"]);
    expect(await after((lines) => lines.toSpliced(lineOf(lines, 300), 1))).toEqual(["deleted 300-300"]);
    expect(
      (
        await after((lines) => {
          const at = lineOf(lines, 310);
          return lines.toSpliced(at, 2, lines[at + 1] ?? "", lines[at] ?? "");
        })
      ).slice(0, 2),
    ).toEqual(["reordered 310-310", "deleted 310-310"]);
    expect(await after((lines) => lines.slice(0, lineOf(lines, 601)))).toEqual(["truncated 601-700"]);
  });

  test("names the range where an event was edited with its own hash", async () => {
    const { file } = writeEvents(700);
    const faults = await faultsAfter(exported(file), (lines) => {
      const at = lineOf(lines, 650);
      const { event } = JSON.parse(lines[at] ?? "") as { event: object };
      const text = JSON.stringify(event).replace('"deny"', '"permit"');
      const leaf = leafHash(leafOf(text)).toString("base64");
      return lines.with(at, `{"sequence":650,"leaf":"${leaf}","event":${text}}`);
    });
    expect(faults).toEqual(["altered 601-700"]);
  });

  test("names lines that are none, and is no crash whatever stands in them", async () => {
    const { file } = writeEvents(300);
    const nonsense = [
      "null",
      "{",
      "[]",
      '{"sequence":1e300,"leaf":""}',
      '{"from":1,"until":9e14,"leaves":""}',
      '{"sequence":999999999999,"leaf":"AA=="}',
      '{"checkpoint":"x"}',
      '{"from":1,"until":256,"root":"AA=="}',
    ];
    for (const line of nonsense) {
      const faults = await faultsAfter(exported(file), (lines) => lines.toSpliced(50, 0, line));
      expect(faults.length, line).toBeGreaterThan(0);
    }
  });

  test("proves nothing under another key", async () => {
    const { file } = writeEvents(150);
    const report = await verifyExport(exported(file), optionsWith([], testKey()));
    expect(faultsIn(report)).toEqual(["foreign_key", "foreign_key"]);
  });
});
