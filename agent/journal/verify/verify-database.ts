import type { DatabaseSync } from "node:sqlite";
import { startOf } from "../bodies.ts";
import { JournalError } from "../fault.ts";
import { HASH_BYTES, TILE_WIDTH } from "../merkle.ts";
import { readVerifierKey } from "../note.ts";
import { expectReadable } from "../reader.ts";
import { BodyCheck, rangesOf } from "./body-check.ts";
import { type Evidence, EvidenceReader } from "./evidence.ts";
import { FilingCheck } from "./filing.ts";
import { KeyCheck } from "./key-check.ts";
import { type Finding, findingAt, findingOfAll } from "./finding.ts";
import type { VerifyOptions, VerifyReport } from "./report.ts";
import { lastTileOf, TolerantReader } from "./tolerant.ts";
import { TreeCheck } from "./tree-check.ts";
import { isLogDamaged } from "./wal-check.ts";

/**
 * Verifies a journal from its file, whether or not the agent runs, and whatever was done to it. Throws a `JournalError`
 * only where there is no file, or one of another form.
 */
export function verifyDatabase(file: string, options: VerifyOptions): VerifyReport {
  const log = isLogDamaged(`${file}-wal`) ? [LOG_DAMAGED] : [];
  const database = openedOrNull(file);
  if (database === null) return unreadable(file, log);
  try {
    const check = new DatabaseCheck(database, options);
    return { file, what: "journal", ...check.run(log) };
  } finally {
    database.close();
  }
}

const LOG_DAMAGED = findingOfAll(
  "unreadable",
  "The write-ahead log beside the journal was damaged: events at the end of it are lost.",
);

/** Null where the file is no database any more. */
function openedOrNull(file: string): DatabaseSync | null {
  try {
    return expectReadable(file);
  } catch (error) {
    if (error instanceof JournalError && error.code === "damaged") return null;
    throw error;
  }
}

function unreadable(file: string, log: readonly Finding[]): VerifyReport {
  const whole = findingOfAll(
    "unreadable",
    "Nothing can be read: the file is no database, or its beginning was overwritten.",
  );
  return {
    file,
    what: "journal",
    origin: null,
    events: 0,
    bodies: 0,
    pruned: 0,
    root: null,
    checkpoints: 0,
    signed: 0,
    keyGiven: false,
    findings: [...log, whole],
    notes: [],
  };
}

const ERASED = "SELECT sequence, record FROM erased ORDER BY sequence";

/** One verification of one open file. */
class DatabaseCheck {
  readonly #reader: TolerantReader;
  readonly #options: VerifyOptions;
  readonly #findings: Finding[] = [];
  readonly #tree = new TreeCheck();
  readonly #bodies = new BodyCheck();
  readonly #keys = new KeyCheck();
  readonly #filing: FilingCheck;
  readonly #missing: number[] = [];
  readonly #unreadable: number[] = [];

  constructor(database: DatabaseSync, options: VerifyOptions) {
    this.#reader = new TolerantReader(database);
    this.#options = options;
    this.#filing = new FilingCheck(this.#reader.rows("SELECT id, text FROM word"));
  }

  run(before: readonly Finding[]): Omit<VerifyReport, "file" | "what"> {
    const origin = this.#reader.origin();
    const { own, others } = this.#evidence(origin);
    this.#structure();
    for (const { sequence, record } of this.#reader.rows(ERASED))
      this.#keys.erased(Number(sequence), Number(record));
    const end = this.#reader.end(own);
    for (let tile = 0; tile <= lastTileOf(end); tile += 1) {
      this.#tile(tile, end);
      this.#options.onProgress(Math.min(startOf(tile + 1) - 1, end), end);
    }
    const places = [
      ...rangesOf(this.#missing).map(([from, until]) => findingAt("deleted", from, until, "are not there.")),
      ...rangesOf(this.#unreadable).map(([from, until]) =>
        findingAt("unreadable", from, until, "cannot be read: their bytes were overwritten."),
      ),
    ];
    const signed = own.findLast(({ size }) => size <= end)?.size ?? 0;
    return {
      origin: origin === "" ? null : origin,
      events: end,
      bodies: this.#bodies.bodies,
      pruned: this.#bodies.pruned,
      root: this.#tree.root()?.toString("base64") ?? null,
      findings: [
        ...before,
        ...this.#findings,
        ...places,
        ...this.#bodies.end(),
        ...this.#keys.end({ mayLack: false }),
        ...this.#tree.end(),
        ...this.#filing.findings,
        ...others,
      ],
      checkpoints: this.#tree.held,
      signed,
      keyGiven: this.#options.keys !== null,
      notes: end > signed ? [`The last ${end - signed} events are not under a checkpoint yet.`] : [],
    };
  }

  #evidence(origin: string): { readonly own: readonly Evidence[]; readonly others: readonly Finding[] } {
    const named = this.#reader
      .rows("SELECT key FROM signer")
      .flatMap(({ key }) => readVerifierKey(String(key))?.bytes ?? []);
    const reader = new EvidenceReader(origin, this.#options.keys ?? named);
    const own = this.#reader
      .rows("SELECT note FROM checkpoint ORDER BY size")
      .flatMap(({ note }) => reader.read(String(note), null) ?? []);
    const seen = this.#options.witnessed.flatMap(({ note, file }) => reader.read(note, file) ?? []);
    for (const evidence of [...own, ...seen]) this.#tree.expect(evidence);
    this.#findings.push(...reader.findings);
    return { own, others: reader.others() };
  }

  /** What SQLite itself says of the file, before anything that follows from it. */
  #structure(): void {
    const said = this.#reader.rows("PRAGMA quick_check(1)")[0]?.["quick_check"];
    if (said === "ok") return;
    const words = typeof said === "string" ? said.replaceAll(/\s+/g, " ") : "it cannot be gone through";
    this.#findings.push(findingOfAll("unreadable", `The file is damaged: ${words}.`));
  }

  #tile(tile: number, end: number): void {
    const first = startOf(tile);
    const width = Math.min(TILE_WIDTH, end - first + 1);
    const { rows, isUnreadable } = this.#reader.tile(tile);
    const bodies = this.#reader.leavesOf(tile);
    const leaves = Array.from({ length: width }, (_, place) => leafOf(rows[place]));
    for (const [place, leaf] of leaves.entries()) {
      if (leaf === null) (isUnreadable ? this.#unreadable : this.#missing).push(first + place);
      else
        this.#event(
          first + place,
          leaf,
          rows[place] ?? {},
          bodies === null ? "unreadable" : (bodies[place] ?? null),
        );
    }
    this.#tree.take({ leaves, root: this.#reader.hashOf(tile) });
  }

  #keysBeside(sequence: number): void {
    const beside = this.#reader.keysAt(sequence);
    if (beside !== null) this.#keys.take({ sequence, ...beside });
  }

  #event(
    sequence: number,
    leaf: Buffer,
    row: Readonly<Record<string, unknown>>,
    body: Buffer | null | "unreadable",
  ): void {
    const pruned = typeof row["pruned"] === "number" ? row["pruned"] : null;
    if (body === "unreadable" && pruned === null) this.#unreadable.push(sequence);
    else {
      const said = body === "unreadable" ? null : body;
      this.#bodies.take({ sequence, leaf, body: said, pruned });
      if (said === null || pruned !== null) return;
      this.#filing.take(row, said);
      if (this.#keys.event(sequence, said)) this.#keysBeside(sequence);
    }
  }
}

function leafOf(row: Readonly<Record<string, unknown>> | undefined): Buffer | null {
  const leaf = row?.["leaf"];
  if (!(leaf instanceof Uint8Array) || leaf.length !== HASH_BYTES) return null;
  return Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length);
}
