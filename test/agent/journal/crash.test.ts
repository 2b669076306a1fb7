import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { faultsOf, openAt, testKey, textsIn } from "./written.ts";

/** Bytes that a disk writes whole or not at all. */
const SECTOR = 512;
/** Of each power cut, how many ways in which sectors may have come to the disk. */
const WAYS = 2;

/** The two files of a journal at one moment. */
interface Moment {
  readonly database: Buffer;
  readonly log: Buffer;
  /** Events that were durable then. */
  readonly events: number;
}

/** Numbers below one, the same at every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** A file of which each sector that differs has come to the disk or not: no order is promised before an fsync ends. */
function torn(before: Buffer, after: Buffer, chance: Generator<number, never>): Buffer {
  const length = Math.max(before.length, after.length);
  const mixed = Buffer.alloc(length);
  before.copy(mixed);
  for (let at = 0; at < length; at += SECTOR) {
    const sector = after.subarray(at, at + SECTOR);
    if (chance.next().value < 0.5) sector.copy(mixed, at);
  }
  return mixed;
}

/** A journal that is written batch by batch, with a copy of its files after each commit. */
function moments(): readonly Moment[] {
  const file = join(temporaryFolder(), "journal.db");
  const journal = openAt(file, testKey());
  const seen: Moment[] = [];
  for (let batch = 0; batch < 24; batch += 1) {
    // Of such sizes that tiles fill, checkpoints are signed and the log is folded into the file between them.
    journal.append(decisionEvents(1 + ((batch * 67) % 120), `batch${batch}`));
    if (batch % 9 === 8) fold(file);
    seen.push({
      database: readFileSync(file),
      log: existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0),
      events: journal.count(),
    });
  }
  journal.close();
  return seen;
}

function fold(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(FULL)");
  database.close();
}

/** Opens what a power cut left as the agent would, and gives how many events it has. */
function afterPowerCut(folder: string, database: Buffer, log: Buffer): number {
  const file = join(folder, "cut.db");
  writeFileSync(file, database);
  writeFileSync(`${file}-wal`, log);
  const journal = openAt(file, testKey());
  journal.append([]);
  const count = journal.count();
  journal.close();
  expect(faultsOf(file)).toEqual([]);
  expect(textsIn(file)).toHaveLength(count);
  return count;
}

test("a power cut before any fsync leaves every event that was acknowledged, and a tree that verifies", () => {
  const folder = temporaryFolder();
  const seen = moments();
  for (let at = 1; at < seen.length; at += 1) {
    const [before, after] = [seen[at - 1], seen[at]];
    if (before === undefined || after === undefined) continue;
    for (let round = 0; round < WAYS; round += 1) {
      const chance = numbers(at * 1_000 + round);
      // While a transaction is written, only the log changes, up to the fsync after which it is acknowledged.
      const count = afterPowerCut(folder, before.database, torn(before.log, after.log, chance));
      expect([before.events, after.events]).toContain(count);
      // While the log is folded in, only the file changes, and the log is whole.
      expect(afterPowerCut(folder, torn(before.database, after.database, chance), after.log)).toBe(
        after.events,
      );
    }
  }
}, 600_000);

function eventsFrom(time: number, prefix: string): DecisionEvent[] {
  return Array.from({ length: 150 }, (_, index) =>
    decisionEvent(`${prefix}-${1_000 + index}`, { time: time + index }),
  );
}

test("a clock that goes back a year changes nothing of the order, the tree or what is kept", () => {
  const file = join(temporaryFolder(), "journal.db");
  const key = testKey();
  const journal = openAt(file, key);
  const year = 365 * 86_400_000;
  const now = 1_780_000_000_000;
  journal.append(eventsFrom(now, "before"));
  journal.append(eventsFrom(now - year, "later"));
  journal.sign();
  expect(
    journal.prune({
      retention: { days: 30, megabytes: null, permitsDays: null, sealedDays: null },
      at: now - year + 1_000,
    }),
  ).toBe(0);
  journal.close();
  expect(faultsOf(file)).toEqual([]);
  expect(textsIn(file)[150]).toContain('"later-1000"');
});
