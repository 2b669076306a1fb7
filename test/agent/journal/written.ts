import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Bodies } from "../../../agent/journal/bodies.ts";
import type { Checkpoint } from "../../../agent/journal/checkpoint.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { publicBytes } from "../../../agent/journal/note.ts";
import type { Fault } from "../../../agent/journal/verify/finding.ts";
import type { VerifyOptions, VerifyReport } from "../../../agent/journal/verify/report.ts";
import { verifyDatabase } from "../../../agent/journal/verify/verify-database.ts";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A journal that was written and closed, with what a witness saw of it. */
export interface Written {
  readonly file: string;
  readonly key: KeyObject;
  readonly seen: readonly Checkpoint[];
}

/** A device key of a test's own. */
export function testKey(): KeyObject {
  return generateKeyPairSync("ed25519").privateKey;
}

/** Writes so many events, fifty a commit, so that there is a checkpoint every hundred; and signs at the end. */
export function writeEvents(
  count: number,
  options: { file?: string; key?: KeyObject; prefix?: string } = {},
): Written {
  const { file = join(temporaryFolder(), "journal.db"), key = testKey(), prefix = "event" } = options;
  const seen: Checkpoint[] = [];
  const journal = openAt(file, key, (checkpoint) => seen.push(checkpoint));
  const events = decisionEvents(count, prefix);
  for (let first = 0; first < count; first += 50) journal.append(events.slice(first, first + 50));
  journal.sign();
  journal.close();
  return { file, key, seen };
}

/** An open journal of a test. */
export function openAt(
  file: string,
  key: KeyObject | null,
  onCheckpoint: (checkpoint: Checkpoint) => void = () => undefined,
): Journal {
  return new Journal({
    file,
    now: () => 1_780_000_000_000,
    key,
    onCheckpoint,
    onDamaged: (copy) => {
      throw new Error(`It was taken for damaged: ${copy}`);
    },
  });
}

/** Opens the file and does something to it, as somebody with a SQLite shell would. */
export function tamper(file: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file);
  change(database);
  database.close();
}

/** Every event's text, by place. */
export function textsIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const bodies = new Bodies(database);
  const count = Number(database.prepare("SELECT max(sequence) AS n FROM event").get()?.["n"]);
  const texts = Array.from({ length: count }, (_, index) => bodies.textAt(index + 1) ?? "");
  database.close();
  return texts;
}

/**
 * What a careful forger can do, who has everything but the key: the whole journal is made anew from other events, every
 * hash with it, and only the checkpoints stay as they were signed.
 */
export function forge(file: string, change: (texts: readonly string[]) => readonly string[]): void {
  const made = `${file}.forged`;
  const journal = openAt(made, null);
  journal.append(change(textsIn(file)).map((text) => AuditEvent.parse(JSON.parse(text))));
  journal.close();
  const old = `${file}.old`;
  renameSync(file, old);
  renameSync(made, file);
  tamper(file, (database) => {
    database.exec(`ATTACH '${old}' AS old; DELETE FROM journal;
      INSERT INTO journal SELECT * FROM old.journal; INSERT INTO signer SELECT * FROM old.signer;
      INSERT INTO checkpoint SELECT * FROM old.checkpoint;`);
  });
  rmSync(old);
}

/** A copy as it is now, for later. */
export function copyOf(file: string): string {
  const copy = `${file}.copy`;
  copyFileSync(file, copy);
  return copy;
}

/** Options with what a witness saw. */
export function optionsWith(seen: readonly Checkpoint[] = [], key: KeyObject | null = null): VerifyOptions {
  return {
    keys: key === null ? null : [publicBytes(key)],
    witnessed: seen.map(({ note }) => ({ note, file: "witness.jsonl" })),
    onProgress: () => undefined,
  };
}

/** What is found wrong with a journal, as `what from-until`. */
export function faultsOf(file: string, options: VerifyOptions = optionsWith()): string[] {
  return faultsIn(verifyDatabase(file, options));
}

/** What a report found wrong, as `what from-until`, or `what` alone. */
export function faultsIn({ findings }: VerifyReport): string[] {
  return findings.map(({ what, from, until }) => asText(what, from, until));
}

function asText(what: Fault, from: number | null, until: number | null): string {
  return from === null ? what : `${what} ${from}-${until}`;
}
