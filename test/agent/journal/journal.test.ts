import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { canonical } from "../../../agent/journal/canonical.ts";
import { JournalError } from "../../../agent/journal/fault.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { EVERYTHING, type JournalFilter } from "../../../agent/journal/filter.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { tamper, writeEvents } from "./written.ts";

const ALL: JournalFilter = EVERYTHING;

function journalAt(file: string, onDamaged: (copy: string) => void = () => undefined): Journal {
  const journal = new Journal({ file, now: () => 1_780_000_000_000, key: null, onDamaged });
  onTestFinished(() => journal.close());
  return journal;
}

function idsIn(file: string): string[] {
  const reader = new JournalReader(file);
  const ids = reader.newest(ALL, 100_000).map(({ event }) => event.id);
  reader.close();
  return ids;
}

function originIn(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const origin = database.prepare("SELECT origin FROM journal").get()?.["origin"];
  database.close();
  return origin;
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof JournalError ? error.code : String(error);
  }
  return "nothing was thrown";
}

describe("the journal", () => {
  test("keeps events in the order of their coming, numbered without holes", () => {
    const file = join(temporaryFolder(), "journal.db");
    const journal = journalAt(file);
    journal.append(decisionEvents(3, "first"));
    journal.append(decisionEvents(3, "first"));
    journal.append([...decisionEvents(2, "first"), ...decisionEvents(2, "later")]);
    const reader = new JournalReader(file);
    expect(reader.newest(ALL, 10).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    reader.close();
    expect(journal.count()).toBe(5);
  });

  test("stores the canonical text of an event, which reads back as the event", () => {
    const file = join(temporaryFolder(), "journal.db");
    const event = decisionEvent("strange-model", { model: 'x/\u0000\ud800"é', time: 1e300 });
    journalAt(file).append([event]);
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare("SELECT text FROM body").get()?.["text"]).toBe(canonical(event));
    database.close();
    const reader = new JournalReader(file);
    expect(reader.newest(ALL, 1)[0]?.event).toEqual(event);
    reader.close();
  });

  test("stores all of a batch or nothing of it", () => {
    const file = join(temporaryFolder(), "journal.db");
    const journal = journalAt(file);
    journal.append(decisionEvents(1));
    const locker = new DatabaseSync(file);
    locker.exec("BEGIN IMMEDIATE");
    expect(codeOf(() => journal.append(decisionEvents(5)))).toBe("not_writable");
    locker.exec("ROLLBACK");
    locker.close();
    expect(idsIn(file)).toEqual(["event-000000"]);
    journal.append(decisionEvents(5));
    expect(idsIn(file)).toHaveLength(5);
  });

  test("goes on where it ended when it is opened anew without a close", () => {
    const file = join(temporaryFolder(), "journal.db");
    journalAt(file).append(decisionEvents(2, "before"));
    journalAt(file).append(decisionEvents(1, "after"));
    expect(idsIn(file)).toEqual(["before-000000", "before-000001", "after-000000"]);
  });

  test("filters by time, effect and a glob over the model", () => {
    const file = join(temporaryFolder(), "journal.db");
    journalAt(file).append([
      decisionEvent("old-deny", { time: 1_000 }),
      decisionEvent("new-deny", { time: 3_000 }),
      decisionEvent("new-permit", { time: 3_000, effect: "permit", model: "openai/gpt-5" }),
    ]);
    const reader = new JournalReader(file);
    const ids = (filter: Partial<JournalFilter>): string[] =>
      reader.newest({ ...ALL, ...filter }, 10).map(({ event }) => event.id);
    expect(ids({ since: 2_000 })).toEqual(["new-deny", "new-permit"]);
    expect(ids({ effect: "permit" })).toEqual(["new-permit"]);
    expect(ids({ model: "anthropic/*" })).toEqual(["old-deny", "new-deny"]);
    expect(ids({ model: "anthropic/*", since: 2_000, effect: "permit" })).toEqual([]);
    expect(reader.newest(ALL, 1).map(({ event }) => event.id)).toEqual(["new-permit"]);
    expect(reader.between(1, 3, { ...ALL, effect: "deny" }).map(({ event }) => event.id)).toEqual([
      "new-deny",
    ]);
    expect(reader.count({ ...ALL, effect: "deny" })).toBe(2);
    reader.close();
  });
});

describe("a file that is no good journal", () => {
  test("of a newer form is refused and stays as it is", () => {
    const file = join(temporaryFolder(), "journal.db");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE later (x); PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(file);
    expect(codeOf(() => journalAt(file).append(decisionEvents(1)))).toBe("newer_form");
    expect(codeOf(() => new JournalReader(file))).toBe("newer_form");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("that is not SQLite is kept beside, and a new one is begun", () => {
    const folder = temporaryFolder();
    const file = join(folder, "journal.db");
    writeFileSync(file, "no database at all ".repeat(100));
    const copies: string[] = [];
    journalAt(file, (copy) => copies.push(copy)).append(decisionEvents(1));
    expect(copies).toHaveLength(1);
    expect(readFileSync(copies[0] ?? "", "utf8")).toContain("no database at all");
    expect(idsIn(file)).toEqual(["event-000000"]);
  });

  test("that was torn is kept beside, and a new one is begun", () => {
    const folder = temporaryFolder();
    const file = join(folder, "journal.db");
    const torn = journalAt(file);
    torn.append(decisionEvents(500));
    torn.close();
    truncateSync(file, 40_000);
    expect(codeOf(() => idsIn(file))).toBe("damaged");
    const copies: string[] = [];
    journalAt(file, (copy) => copies.push(copy)).append(decisionEvents(1, "anew"));
    expect(copies.every((copy) => existsSync(copy))).toBe(true);
    expect(idsIn(file)).toEqual(["anew-000000"]);
    expect(readdirSync(folder).filter((name) => name.includes(".damaged-")).length).toBeGreaterThan(0);
  });

  test("that is not what its newest checkpoint says is kept beside, and nothing is signed under its name", () => {
    const { file, key } = writeEvents(150);
    tamper(file, (database) => database.exec("DELETE FROM event WHERE sequence > 140"));
    const origin = originIn(file);
    const copies: string[] = [];
    const journal = new Journal({ file, now: Date.now, key, onDamaged: (copy) => copies.push(copy) });
    journal.append(decisionEvents(1, "anew"));
    journal.sign();
    journal.close();
    expect(copies).toHaveLength(1);
    expect(originIn(copies[0] ?? "")).toBe(origin);
    expect(originIn(file)).not.toBe(origin);
    expect(idsIn(file)).toEqual(["anew-000000"]);
  });

  test("that is missing is said to be missing by the reader, which makes none", () => {
    const file = join(temporaryFolder(), "journal.db");
    expect(codeOf(() => new JournalReader(file))).toBe("not_there");
    expect(existsSync(file)).toBe(false);
  });

  test("that lies where nothing can be written gives a sentence and stores nothing", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const journal = journalAt(join(folder, "file/journal.db"));
    expect(() => journal.append(decisionEvents(1))).toThrow(/cannot be written/);
  });
});

test("a reader sees a journal whose agent has stopped, and one in a read-only file", () => {
  const file = join(temporaryFolder(), "journal.db");
  const journal = journalAt(file);
  journal.append(decisionEvents(2));
  journal.close();
  expect(idsIn(file)).toHaveLength(2);
  chmodSync(file, 0o400);
  expect(idsIn(file)).toHaveLength(2);
});
