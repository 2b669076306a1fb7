import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { canonical } from "../../agent/journal/canonical.ts";
import { EVERYTHING, type JournalFilter } from "../../agent/journal/filter.ts";
import { Journal } from "../../agent/journal/journal.ts";
import { JournalReader } from "../../agent/journal/reader.ts";
import { verifyDatabase } from "../../agent/journal/verify/verify-database.ts";
import type { DecisionEvent } from "../../shared/schema/audit-event.ts";
import { decisionEvent } from "../agent/sample-events.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const ROUNDS = 5;
const ALONE = 400;
const GROUPED = 10_000;
const GROUP = 100;
/** Events of one transaction while the large journal is filled. */
const FILLING = 10_000;

const MODELS = ["anthropic/mythos-5", "anthropic/claude-opus-4-8", "openai/gpt-5.5", "google/gemini-3.1-pro"];

/** What a journal is to whoever writes it. */
interface Writer {
  append(events: readonly DecisionEvent[]): void;
  close(): void;
}

/**
 * Durable appends alone and grouped, beside SQLite that stores the same text under the same id and time with no tree;
 * verifying, asking, and bytes an event, of a journal of so many events.
 */
export async function* journalBench(events: number): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-bench-"));
  try {
    yield* appendRows("append, alone", folder, ALONE, 1);
    yield* appendRows(`append, ${GROUP} a commit`, folder, GROUPED, GROUP);
    const file = join(folder, "large.db");
    fill(file, events);
    const size = statSync(file).size;
    const body = canonical(eventAt(0)).length;
    const bytes = new Map([
      ["Lanyard", [size / events]],
      ["its canonical text alone", [body]],
    ]);
    yield* rowsOf("bytes of an event", events, "bytes", bytes);
    yield* verifyRows(file, events);
    yield* queryRows(file, events);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A decision as it comes: a person at work, some models, an id, a hash of the prompt and sizes that are each its own. */
function eventAt(index: number): DecisionEvent {
  return decisionEvent(randomUUID(), {
    time: Date.UTC(2026, 5, 9) + index * 4_000,
    model: MODELS[index % MODELS.length] ?? null,
    effect: index % 50 === 0 ? "deny" : "permit",
    person: `engineer-${index % 7}@example.com`,
    promptHmac: randomBytes(32).toString("hex"),
    promptLength: (index * 7_919) % 5_000,
    bytes: (index * 104_729) % 9_000,
    took: (index % 1_000) / 3_000,
  });
}

function* appendRows(what: string, folder: string, count: number, group: number): Generator<BenchRow> {
  const writers = new Map<string, Writer>([
    ["Lanyard", journalAt(join(folder, `${group}.db`))],
    ["SQLite with no tree", new Treeless(join(folder, `${group}-treeless.db`))],
  ]);
  const samples = new Map(Array.from(writers.keys(), (name) => [name, [] as number[]]));
  // In turns, so that what else the machine does falls on both.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, writer] of writers) {
      const all = Array.from({ length: count }, (_, index) => eventAt(index));
      const began = performance.now();
      for (let first = 0; first < count; first += group) writer.append(all.slice(first, first + group));
      samples.get(name)?.push(count / ((performance.now() - began) / 1_000));
    }
  for (const writer of writers.values()) writer.close();
  yield* rowsOf(what, `${count} events`, "events/s", samples);
}

function journalAt(file: string): Journal {
  const { privateKey: key } = generateKeyPairSync("ed25519");
  return new Journal({ file, now: Date.now, key, onDamaged: () => undefined });
}

/** The journal as it was before it had a tree. */
class Treeless implements Writer {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database
      .exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
      CREATE TABLE event (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time REAL NOT NULL, kind TEXT NOT NULL,
      effect TEXT, model TEXT, service TEXT, rules TEXT, body TEXT NOT NULL) STRICT; CREATE INDEX event_time ON event (time);`);
  }

  append(events: readonly DecisionEvent[]): void {
    const insert = this.#database.prepare(
      "INSERT INTO event (id, time, kind, effect, model, service, rules, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    );
    this.#database.exec("BEGIN IMMEDIATE");
    for (const event of events) {
      const { id, time, kind, effect, model, service, rules } = event;
      insert.run(id, time, kind, effect, model, service, JSON.stringify(rules), canonical(event));
    }
    this.#database.exec("COMMIT");
  }

  close(): void {
    this.#database.close();
  }
}

function fill(file: string, events: number): void {
  const journal = journalAt(file);
  for (let first = 0; first < events; first += FILLING)
    journal.append(
      Array.from({ length: Math.min(FILLING, events - first) }, (_, index) => eventAt(first + index)),
    );
  journal.close();
}

function* verifyRows(file: string, events: number): Generator<BenchRow> {
  const rates: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    const { findings } = verifyDatabase(file, { keys: null, witnessed: [], onProgress: () => undefined });
    if (findings.length > 0)
      throw new Error(`The journal of the benchmark is not whole: ${findings[0]?.sentence}`);
    rates.push(events / ((performance.now() - began) / 1_000));
  }
  yield* rowsOf("verify", `${events} events`, "events/s", new Map([["Lanyard", rates]]));
}

const QUERIES: Readonly<Record<string, Partial<JournalFilter>>> = {
  "ask: newest 100": {},
  "ask: newest 100 of a model that was denied": { model: "google/*", effect: "deny" },
  "ask: newest 100 of a person since a moment": {
    person: "engineer-3@*",
    since: Date.UTC(2026, 5, 9) + 1_000_000,
  },
  "ask: newest 100 of a model that is not there": { model: "nobody/*" },
};

function* queryRows(file: string, events: number): Generator<BenchRow> {
  const reader = new JournalReader(file);
  for (const [what, asked] of Object.entries(QUERIES)) {
    const filter = { ...EVERYTHING, ...asked };
    yield* rowsOf(
      what,
      `${events} events`,
      "ms",
      new Map([["Lanyard", timesOf(() => reader.newest(filter, 100))]]),
    );
  }
  const denied = { ...EVERYTHING, effect: "deny" } as const;
  yield* rowsOf(
    "ask: how many were denied",
    `${events} events`,
    "ms",
    new Map([["Lanyard", timesOf(() => reader.count(denied))]]),
  );
  reader.close();
}

function timesOf(ask: () => unknown): number[] {
  return Array.from({ length: 2 * ROUNDS }, () => {
    const began = performance.now();
    ask();
    return performance.now() - began;
  });
}
