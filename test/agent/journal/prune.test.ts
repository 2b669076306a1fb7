import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EVERYTHING } from "../../../agent/journal/filter.ts";
import type { Journal } from "../../../agent/journal/journal.ts";
import { provenEvent } from "../../../agent/journal/proof.ts";
import type { Retention } from "../../../agent/journal/prune.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { verifyDatabase } from "../../../agent/journal/verify/verify-database.ts";
import { decisionEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { faultsOf, openAt, optionsWith, tamper, testKey } from "./written.ts";

const DAY = 86_400_000;
const NOW = 1_780_000_000_000;
const NONE: Retention = { days: null, megabytes: null, permitsDays: null, sealedDays: null };

/** A journal of so many events, one a day up to now, of which every third was permitted. */
function journalOf(count: number): { readonly file: string; readonly journal: Journal } {
  const file = join(temporaryFolder(), "journal.db");
  const journal = openAt(file, testKey());
  journal.append(
    Array.from({ length: count }, (_, index) =>
      decisionEvent(`event-${String(index).padStart(6, "0")}`, {
        time: NOW - (count - index) * DAY,
        effect: index % 3 === 0 ? "permit" : "deny",
      }),
    ),
  );
  return { file, journal };
}

function idsIn(file: string): string[] {
  const reader = new JournalReader(file);
  const ids = reader.newest(EVERYTHING, 100_000).map(({ event }) => event.id);
  reader.close();
  return ids;
}

/** What does not compress, the same at every run. */
function noise(index: number): string {
  return Array.from({ length: 40 }, (_, n) => Math.sin(index * 40 + n).toString(36)).join("");
}

describe("retention", () => {
  test("by age takes bodies, keeps every proof, records what it took, and is no damage", () => {
    const { file, journal } = journalOf(1_000);
    expect(journal.prune({ retention: { ...NONE, days: 100 }, at: NOW })).toBe(900);
    expect(journal.prune({ retention: { ...NONE, days: 100 }, at: NOW })).toBe(0);
    journal.close();
    expect(verifyDatabase(file, optionsWith())).toMatchObject({
      findings: [],
      events: 1_001,
      bodies: 101,
      pruned: 900,
    });
    expect(idsIn(file)[0]).toBe("event-000900");
    const reader = new JournalReader(file);
    expect(reader.ofKind("pruned", null)).toMatchObject([{ why: "age", count: 900, first: 1, last: 900 }]);
    expect(provenEvent(reader, 5)).toMatchObject({ text: null, holds: true });
    expect(provenEvent(reader, 950)).toMatchObject({
      text: expect.stringContaining("event-000949"),
      holds: true,
    });
    reader.close();
  });

  test("takes what was permitted sooner, and leaves the denials between", () => {
    const { file, journal } = journalOf(600);
    expect(journal.prune({ retention: { ...NONE, permitsDays: 30 }, at: NOW })).toBe(190);
    journal.close();
    expect(faultsOf(file)).toEqual([]);
    expect(idsIn(file)).toHaveLength(411);
    expect(idsIn(file).slice(0, 2)).toEqual(["event-000001", "event-000002"]);
  });

  test("by size takes the oldest until the file is under it", () => {
    const file = join(temporaryFolder(), "journal.db");
    const journal = openAt(file, testKey());
    for (let first = 0; first < 10_000; first += 1_000)
      journal.append(
        Array.from({ length: 1_000 }, (_, index) =>
          decisionEvent(`event-${String(first + index).padStart(6, "0")}`, { because: noise(first + index) }),
        ),
      );
    const retention = { ...NONE, megabytes: 3 };
    let taken = 0;
    for (let count = -1; count !== 0; taken += Math.max(count, 0))
      count = journal.prune({ retention, at: NOW });
    journal.close();
    expect(taken).toBeGreaterThan(1_000);
    expect(statSync(file).size).toBeLessThan(3_100_000);
    expect(faultsOf(file)).toEqual([]);
    expect(idsIn(file)).toContain("event-009999");
  });

  test("takes what was pruned into account only as far as its record does", () => {
    const { file, journal } = journalOf(600);
    journal.prune({ retention: { ...NONE, days: 400 }, at: NOW });
    journal.close();
    tamper(file, (database) =>
      database.exec(
        "UPDATE event SET pruned = 601 WHERE sequence = 580; DELETE FROM body WHERE sequence = 580",
      ),
    );
    expect(faultsOf(file)).toEqual(["deleted 1-580"]);
  });

  test("takes nothing where nothing is said, and never its own records", () => {
    const { file, journal } = journalOf(300);
    expect(journal.prune({ retention: NONE, at: NOW })).toBe(0);
    journal.prune({ retention: { ...NONE, days: 10 }, at: NOW });
    journal.prune({ retention: { ...NONE, days: 1 }, at: NOW + 10 * DAY });
    expect(journal.prune({ retention: { ...NONE, days: 1 }, at: NOW + 9_000 * DAY })).toBe(0);
    journal.close();
    expect(faultsOf(file)).toEqual([]);
  });

  test("by another process does not stop a journal that is open", () => {
    const { file, journal } = journalOf(300);
    const other = openAt(file, null);
    expect(other.prune({ retention: { ...NONE, days: 100 }, at: NOW })).toBe(200);
    other.close();
    journal.append([decisionEvent("after-pruning")]);
    journal.sign();
    journal.close();
    expect(faultsOf(file)).toEqual([]);
    expect(idsIn(file).at(-1)).toBe("after-pruning");
  });
});
