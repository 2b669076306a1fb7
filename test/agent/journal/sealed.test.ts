import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportLines } from "../../../agent/journal/export.ts";
import { EVERYTHING } from "../../../agent/journal/filter.ts";
import { provenEvent } from "../../../agent/journal/proof.ts";
import type { Retention } from "../../../agent/journal/prune.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { verifyExport } from "../../../agent/journal/verify/verify-export.ts";
import { openAlone } from "../../../agent/review/opening.ts";
import { sealedInExport, sealedInJournal } from "../../../agent/review/sealed-event.ts";
import { reviewersOf, sealedDecision } from "../review/reviewers.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { faultsOf, openAt, optionsWith, tamper, testKey } from "./written.ts";

const DAY = 86_400_000;
const NOW = 1_780_000_000_000;
const SILENT = (): void => undefined;
const NONE: Retention = { days: null, megabytes: null, permitsDays: null, sealedDays: null };
const { keys, named } = await reviewersOf(1, 1);
const [KEY] = keys;

/** A journal of so many events, one a day up to now, each sealed, with ordinary ones before and after. */
async function sealedJournal(count: number) {
  const file = join(temporaryFolder(), "journal.db");
  const journal = openAt(file, testKey());
  const sealed = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      sealedDecision(`sealed-${String(n).padStart(4, "0")}`, `Marker-90ab ${n}`, named, {
        time: NOW - (count - n) * DAY,
      }),
    ),
  );
  journal.append(decisionEvents(2, "before"));
  const wrapped = new Map(sealed.map((one) => [one.event.id, one.wrapped]));
  journal.append(
    sealed.map(({ event }) => event),
    wrapped,
  );
  journal.append(decisionEvents(2, "after"));
  journal.sign();
  return { file, journal, wrapped };
}

/** The text of a place, as the reviewer reads it. */
async function textAt(file: string, sequence: number): Promise<string> {
  if (KEY === undefined) throw new Error("There is a key.");
  return (await openAlone(sealedInJournal(file, sequence), KEY)).text;
}

function exported(file: string): { readonly out: string; readonly lines: readonly string[] } {
  const out = join(temporaryFolder(), "out.jsonl");
  const lines = [...exportLines({ file, filter: EVERYTHING, now: NOW, onProgress: SILENT })];
  writeFileSync(out, `${lines.join("\n")}\n`);
  return { out, lines };
}

/** Every byte of a journal's files. */
function bytesOf(file: string): string {
  return [file, `${file}-wal`].map((one) => readFileSync(one).toString("latin1")).join("");
}

describe("sealed text in a journal", () => {
  test("is there for its reviewer, and for nobody who looks at the file", async () => {
    const { file, journal } = await sealedJournal(3);
    expect(await textAt(file, 3)).toBe("Marker-90ab 0");
    expect(await textAt(file, 5)).toBe("Marker-90ab 2");
    expect(bytesOf(file)).not.toContain("Marker-90ab");
    journal.close();
    expect(faultsOf(file)).toEqual([]);
    expect(() => sealedInJournal(file, 1)).toThrow("Event 1 holds no sealed text.");
    expect(() => sealedInJournal(file, 99)).toThrow("Event 99 holds no sealed text.");
  });

  test("stays, as ciphertext, when its keys are erased: no one reads it, every proof holds, and it is recorded", async () => {
    const { file, journal, wrapped } = await sealedJournal(5);
    const gone = wrapped.get("sealed-0001")?.[0]?.jwe.slice(-60) ?? "";
    expect(bytesOf(file)).toContain(gone);
    expect(journal.erase({ sequences: [4, 6, 4, 99, 1] }, "ada")).toBe(2);
    expect(journal.erase({ sequences: [4, 6] }, "ada")).toBe(0);
    expect(bytesOf(file)).not.toContain(gone);
    await expect(textAt(file, 4)).rejects.toThrow("were erased, as event 10 says");
    expect(await textAt(file, 5)).toBe("Marker-90ab 2");
    journal.close();
    expect(faultsOf(file)).toEqual([]);
    const reader = new JournalReader(file);
    expect(reader.ofKind("erased", null)).toMatchObject([
      { why: "asked", by: "ada", count: 2, first: 4, last: 6 },
    ]);
    expect(provenEvent(reader, 4)).toMatchObject({ text: expect.stringContaining('"jwe"'), holds: true });
    reader.close();
  });

  test("that comes once more does not bring erased keys back", async () => {
    const { file, journal, wrapped } = await sealedJournal(1);
    const again = await sealedDecision("sealed-0000", "Marker-90ab 0", named);
    journal.erase({ sequences: [3] }, "ada");
    journal.append([again.event], wrapped);
    journal.close();
    await expect(textAt(file, 3)).rejects.toThrow("were erased");
  });

  test("whose erased keys somebody puts back is found by verify, and its keys are erased once more", async () => {
    const { file, journal, wrapped } = await sealedJournal(3);
    journal.erase({ sequences: [3, 4] }, "ada");
    journal.close();
    const back = JSON.stringify(wrapped.get("sealed-0001"));
    tamper(file, (database) => database.prepare("UPDATE sealed SET keys = ? WHERE sequence = 4").run(back));
    expect(faultsOf(file)).toEqual(["edited 4-4"]);
    const again = openAt(file, testKey());
    expect(again.erase({ sequences: [4, 5] }, "ada")).toBe(2);
    again.close();
    await expect(textAt(file, 4)).rejects.toThrow("were erased, as event 8 says");
    await expect(textAt(file, 5)).rejects.toThrow("were erased, as event 9 says");
    expect(faultsOf(file)).toEqual([]);
  });

  test("is kept so many days as is said, and longer than its keys", async () => {
    const { file, journal } = await sealedJournal(10);
    expect(journal.prune({ retention: { ...NONE, sealedDays: 5 }, at: NOW })).toBe(5);
    expect(journal.prune({ retention: { ...NONE, sealedDays: 5 }, at: NOW })).toBe(0);
    await expect(textAt(file, 7)).rejects.toThrow("were erased");
    expect(await textAt(file, 8)).toBe("Marker-90ab 5");
    const reader = new JournalReader(file);
    expect(reader.ofKind("erased", null)).toMatchObject([{ why: "age", count: 5, first: 3, last: 7 }]);
    reader.close();
    journal.close();
    expect(faultsOf(file)).toEqual([]);
  });

  test("loses its keys with its body when it is pruned, and the records of erasing stay", async () => {
    const { file, journal, wrapped } = await sealedJournal(10);
    const gone = wrapped.get("sealed-0004")?.[0]?.jwe.slice(-60) ?? "";
    journal.erase({ sequences: [3, 12] }, "ada");
    expect(journal.prune({ retention: { ...NONE, days: 4 }, at: NOW + 1 })).toBeGreaterThan(6);
    expect(bytesOf(file)).not.toContain(gone);
    journal.close();
    expect(faultsOf(file)).toEqual([]);
  });

  test.each([
    ["gone", "DELETE FROM sealed WHERE sequence = 3", "deleted"],
    ["emptied", "UPDATE sealed SET keys = '0' WHERE sequence = 3", "deleted"],
    [
      "said to be erased",
      "UPDATE sealed SET keys = '0' WHERE sequence = 3; INSERT INTO erased VALUES (3, 7)",
      "deleted",
    ],
    [
      "another event's",
      "UPDATE sealed SET keys = (SELECT keys FROM sealed WHERE sequence = 4) WHERE sequence = 3",
      "edited",
    ],
  ])("whose keys are %s without a record is found by verify", async (_what, sql, what) => {
    const { file, journal } = await sealedJournal(2);
    journal.close();
    tamper(file, (database) => database.exec(sql));
    expect(faultsOf(file)).toEqual([`${what} 3-3`]);
  });
});

test("keys of any number and length lie nowhere any more once they are erased, in whatever order that was", async () => {
  const { named: pairs } = await reviewersOf(6, 2);
  const { file, journal } = await sealedJournal(60);
  const large = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      sealedDecision(`large-${String(n).padStart(5, "0")}`, "text", pairs),
    ),
  );
  const byId = new Map(large.map(({ event, wrapped }) => [event.id, wrapped]));
  for (const { event } of large) journal.append([event, ...decisionEvents(3, event.id)], byId);
  const ends = large.flatMap(({ wrapped }) => wrapped.map(({ jwe }) => jwe.slice(-40)));
  const places = Array.from({ length: 40 }, (_, n) => 66 + ((n * 7) % 40) * 4 - 1);
  for (let from = 0; from < places.length; from += 3)
    journal.erase({ sequences: places.slice(from, from + 3) }, "ada");
  const bytes = bytesOf(file);
  expect(ends.filter((end) => bytes.includes(end))).toEqual([]);
  expect(await textAt(file, 40)).toBe("Marker-90ab 37");
  journal.close();
  expect(faultsOf(file)).toEqual([]);
});

describe("an export of sealed text", () => {
  test("carries ciphertext, and its keys in lines of their own, which its reviewer opens elsewhere", async () => {
    const { file, journal } = await sealedJournal(2);
    journal.close();
    const { out, lines } = exported(file);
    expect(lines.filter((line) => line.includes('"keys":[{'))).toHaveLength(2);
    expect(lines.join("\n")).not.toContain("Marker-90ab");
    expect((await verifyExport(out, optionsWith())).findings).toEqual([]);
    if (KEY === undefined) throw new Error("There is a key.");
    expect((await openAlone(await sealedInExport(out, 4), KEY)).text).toBe("Marker-90ab 1");
  });

  test("still proves itself without the keys, and names keys that are others", async () => {
    const { file, journal } = await sealedJournal(2);
    journal.close();
    const { out, lines } = exported(file);
    writeFileSync(out, lines.filter((line) => !line.includes('"keys":[{')).join("\n"));
    expect((await verifyExport(out, optionsWith())).findings).toEqual([]);
    await expect(sealedInExport(out, 4)).rejects.toThrow("made without them");
    writeFileSync(out, lines.map((line) => line.replace('"to":["r0"]', '"to":["r9"]')).join("\n"));
    expect((await verifyExport(out, optionsWith())).findings).toMatchObject([
      { what: "edited", from: 3, until: 4 },
    ]);
    await expect(sealedInExport(out, 4)).rejects.toThrow("not those that were recorded");
  });
});

/** A journal as Lanyard wrote it before there was anything sealed. */
function formTwo(): string {
  const file = join(temporaryFolder(), "journal.db");
  const journal = openAt(file, testKey());
  journal.append(decisionEvents(300));
  journal.close();
  tamper(file, (database) => database.exec("DROP TABLE sealed; DROP TABLE erased; PRAGMA user_version = 2"));
  return file;
}

describe("a journal of form 2", () => {
  test("is read and verified as it is", () => {
    const file = formTwo();
    const reader = new JournalReader(file);
    expect(reader.count(EVERYTHING)).toBe(300);
    expect(reader.keysAt(1)).toBeNull();
    reader.close();
    expect(faultsOf(file)).toEqual([]);
    expect(exported(file).lines.length).toBeGreaterThan(300);
  });

  test("takes sealed text once it was opened for writing", async () => {
    const file = formTwo();
    const journal = openAt(file, null);
    const { event, wrapped } = await sealedDecision("sealed-0000", "Marker-90ab", named);
    journal.append([decisionEvent("event-after"), event], new Map([[event.id, wrapped]]));
    journal.close();
    expect(await textAt(file, 302)).toBe("Marker-90ab");
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 3 });
    database.close();
    expect(faultsOf(file)).toEqual([]);
  });
});
