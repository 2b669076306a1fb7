import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { canonical } from "../../../agent/journal/canonical.ts";
import { JournalError } from "../../../agent/journal/fault.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { faultsOf, openAt, testKey, textsIn } from "./written.ts";

/** A journal as Lanyard wrote it before there was a tree. */
function formOne(count: number): string {
  const file = join(temporaryFolder(), "journal.db");
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; CREATE TABLE event (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time REAL NOT NULL,
    kind TEXT NOT NULL, effect TEXT, model TEXT, service TEXT, rules TEXT, body TEXT NOT NULL) STRICT;
    CREATE INDEX event_time ON event (time); PRAGMA user_version = 1; BEGIN`);
  const insert = database.prepare(
    "INSERT INTO event VALUES (?, ?, ?, 'decision', 'deny', NULL, NULL, NULL, ?)",
  );
  for (const [index, event] of decisionEvents(count).entries())
    insert.run(index + 1, event.id, event.time, canonical(event));
  database.exec("COMMIT");
  database.close();
  return file;
}

test("a journal of form 1 gets its tree, keeps every event in its place, and goes on", () => {
  const file = formOne(1_000);
  const journal = openAt(file, testKey());
  journal.append(decisionEvents(1_001));
  journal.close();
  expect(textsIn(file)).toEqual(decisionEvents(1_001).map((event) => canonical(event)));
  expect(faultsOf(file)).toEqual([]);
});

test("a journal of form 1 whose upgrade was cut short is as it was, and is brought up the next time", () => {
  const file = formOne(20_000);
  const journal = new Journal({
    file,
    now: Date.now,
    key: testKey(),
    onDamaged: () => undefined,
    onUpgrade: () => {
      throw new Error("The power went out.");
    },
  });
  expect(() => journal.append([])).toThrow();
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS n FROM event").get()?.["n"]).toBe(20_000);
  database.close();
  const again = openAt(file, testKey());
  again.append([]);
  expect(again.count()).toBe(20_000);
});

test("a journal of form 1 is not read before it was brought up, which is said", () => {
  const file = formOne(3);
  const read = (): unknown => new JournalReader(file);
  expect(read).toThrow(JournalError);
  expect(read).toThrow(/Let the agent run on it once/);
});
