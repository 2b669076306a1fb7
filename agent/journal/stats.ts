import { statSync } from "node:fs";
import { readCheckpoint } from "./checkpoint.ts";
import type { JournalReader } from "./reader.ts";

/** What a journal holds, in numbers. Moments are milliseconds since 1970 UTC. */
export interface JournalStats {
  readonly file: string;
  readonly origin: string;
  readonly events: number;
  readonly pruned: number;
  /** Of the file with its write-ahead log. */
  readonly bytes: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly kinds: Readonly<Record<string, number>>;
  readonly effects: Readonly<Record<string, number>>;
  /** Records of what could not be recorded one by one, and how much that was. */
  readonly gaps: { readonly records: number; readonly events: number };
  /** The newest checkpoint; null: there is none. */
  readonly checkpoint: { readonly size: number; readonly root: string; readonly time: number } | null;
  /** Verifier keys that signed checkpoints. */
  readonly keys: readonly string[];
}

/** Counts what a journal holds. */
export function statsOf(reader: JournalReader, file: string): JournalStats {
  return reader.guard(() => {
    const one = (sql: string): Record<string, unknown> => reader.database.prepare(sql).get() ?? {};
    const whole = one(
      "SELECT max(sequence) AS events, count(pruned) AS pruned, min(time) AS first, max(time) AS last FROM event",
    );
    const gaps = reader.ofKind("gap", null);
    return {
      file,
      origin: String(one("SELECT origin FROM journal")["origin"]),
      events: Number(whole["events"] ?? 0),
      pruned: Number(whole["pruned"]),
      bytes: bytesOf(file) + bytesOf(`${file}-wal`),
      first: momentOf(whole["first"]),
      last: momentOf(whole["last"]),
      kinds: countsBy(reader, "kind"),
      effects: countsBy(reader, "effect"),
      gaps: { records: gaps.length, events: gaps.reduce((sum, { count }) => sum + count, 0) },
      checkpoint: newestCheckpoint(reader),
      keys: reader.database
        .prepare("SELECT key FROM signer ORDER BY since")
        .all()
        .map(({ key }) => String(key)),
    };
  });
}

function countsBy({ database }: JournalReader, column: "kind" | "effect"): Record<string, number> {
  const sql = `SELECT text, count(*) AS n FROM event JOIN word ON word.id = ${column} GROUP BY ${column} ORDER BY n DESC`;
  return Object.fromEntries(
    database
      .prepare(sql)
      .all()
      .map(({ text, n }) => [String(text), Number(n)]),
  );
}

function newestCheckpoint({ database }: JournalReader): JournalStats["checkpoint"] {
  const row = database.prepare("SELECT time, note FROM checkpoint ORDER BY size DESC LIMIT 1").get();
  const checkpoint = readCheckpoint(String(row?.["note"] ?? ""));
  if (checkpoint === null) return null;
  return { size: checkpoint.size, root: checkpoint.root.toString("base64"), time: Number(row?.["time"]) };
}

function momentOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
