import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exportLines } from "../../../agent/journal/export.ts";
import { JournalError } from "../../../agent/journal/fault.ts";
import { EVERYTHING } from "../../../agent/journal/filter.ts";
import type { VerifyReport } from "../../../agent/journal/verify/report.ts";
import { verifyDatabase } from "../../../agent/journal/verify/verify-database.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { decisionEvents } from "../sample-events.ts";
import { openAt, optionsWith, testKey, writeEvents, type Written } from "./written.ts";

const RUNS = { numRuns: Number(process.env["LANYARD_CASES"] ?? 60) };

/** The events of an export of whatever can be read, as texts by place. */
function saved(file: string): Map<number, string> {
  const lines = exportLines({ file, filter: EVERYTHING, now: 0, onProgress: () => undefined });
  return new Map(
    Array.from(lines).flatMap((line) => {
      const [, place, text] = /^\{"sequence":(\d+),.*?"event":(.*)\}$/.exec(line) ?? [];
      return place === undefined || text === undefined ? [] : [[Number(place), text] as const];
    }),
  );
}

/** Verifies; a file that is not taken for a journal any more has been told of as well. */
function verified(file: string, written: Written): VerifyReport | JournalError {
  try {
    return verifyDatabase(file, optionsWith(written.seen, written.key));
  } catch (error) {
    if (error instanceof JournalError) return error;
    throw error;
  }
}

function savedOrNone(file: string): Map<number, string> {
  try {
    return saved(file);
  } catch (error) {
    if (error instanceof JournalError) return new Map();
    throw error;
  }
}

/** Either something is found, or everything is as it was. */
function expectTold(file: string, written: Written, whole: ReadonlyMap<number, string>): void {
  const report = verified(file, written);
  const kept = savedOrNone(file);
  if (report instanceof JournalError || report.findings.length > 0) return;
  expect(kept).toEqual(whole);
}

test("a flipped bit anywhere in a journal is told of, or changes nothing, and never ends the verification", () => {
  const written = writeEvents(1_000);
  const bytes = readFileSync(written.file);
  const whole = saved(written.file);
  const broken = join(temporaryFolder(), "broken.db");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      writeFileSync(broken, changed);
      expectTold(broken, written, whole);
    }),
    RUNS,
  );
}, 300_000);

test("a journal that was cut off anywhere is told of, and its good part can still be exported", () => {
  const written = writeEvents(1_000);
  const size = statSync(written.file).size;
  const whole = saved(written.file);
  const broken = join(temporaryFolder(), "broken.db");
  fc.assert(
    fc.property(fc.nat(size - 1), (length) => {
      copyFileSync(written.file, broken);
      truncateSync(broken, length);
      const report = verified(broken, written);
      expect(report instanceof JournalError || report.findings.length > 0).toBe(true);
      for (const [place, text] of savedOrNone(broken)) expect(text).toBe(whole.get(place));
    }),
    RUNS,
  );
}, 300_000);

test("of an overwritten page the events are named that cannot be read, and all others are saved", () => {
  const { file, key, seen } = writeEvents(3_000);
  const bytes = readFileSync(file);
  const whole = saved(file);
  // A page in the middle of a bundle's own pages: zstd's magic number is where a bundle begins.
  const at = bytes.indexOf(Buffer.from("28b52ffd", "hex"), Math.floor(bytes.length / 2));
  writeFileSync(
    file,
    Buffer.concat([bytes.subarray(0, at), Buffer.alloc(600, 0xff), bytes.subarray(at + 600)]),
  );
  const { findings } = verifyDatabase(file, optionsWith(seen, key));
  const unreadable = findings.find(({ what, from }) => what === "unreadable" && from !== null);
  expect(unreadable).toMatchObject({ from: expect.any(Number), until: expect.any(Number) });
  const lost = (unreadable?.until ?? 0) - (unreadable?.from ?? 0) + 1;
  expect(lost).toBe(256);
  expect(saved(file).size).toBe(whole.size - lost);
});

/** A journal whose events are in its write-ahead log alone, as after a crash. */
function unfolded(): { readonly file: string; readonly written: Written } {
  const folder = temporaryFolder();
  const key = testKey();
  const live = join(folder, "live.db");
  const file = join(folder, "crashed.db");
  const seen: Written["seen"][number][] = [];
  const journal = openAt(live, key, (checkpoint) => seen.push(checkpoint));
  for (let batch = 0; batch < 5; batch += 1) journal.append(decisionEvents(100, `batch${batch}`));
  for (const suffix of ["", "-wal"]) copyFileSync(live + suffix, file + suffix);
  journal.close();
  return { file, written: { file, key, seen } };
}

test("a flipped bit in the write-ahead log is told of, by itself where more followed, otherwise by a witness", () => {
  const { file, written } = unfolded();
  const whole = saved(file);
  const log = readFileSync(`${file}-wal`);
  const database = readFileSync(file);
  fc.assert(
    fc.property(fc.nat(log.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = Buffer.from(log);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      writeFileSync(file, database);
      writeFileSync(`${file}-wal`, changed);
      expectTold(file, written, whole);
    }),
    RUNS,
  );
}, 300_000);

test("a write-ahead log that was damaged in its middle is named", () => {
  const { file } = unfolded();
  const log = readFileSync(`${file}-wal`);
  const at = Math.floor(log.length / 2);
  log[at] = (log[at] ?? 0) ^ 1;
  writeFileSync(`${file}-wal`, log);
  const { findings } = verifyDatabase(file, optionsWith());
  expect(findings.map(({ sentence }) => sentence)).toContain(
    "The write-ahead log beside the journal was damaged: events at the end of it are lost.",
  );
});
