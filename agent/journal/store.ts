import { hash, type KeyObject } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { WrappedKeys } from "../../shared/schema/sealed-content.ts";
import { Bodies, tileOf } from "./bodies.ts";
import { canonical } from "./canonical.ts";
import { type Checkpoint, signCheckpoint } from "./checkpoint.ts";
import { type Edge, leafHash, leafOf, TILE_WIDTH } from "./merkle.ts";
import { publicBytes, verifierKey } from "./note.ts";
import { rowOf } from "./row.ts";
import { SealedKeys } from "./sealed-keys.ts";
import { storedEdge } from "./stored-tree.ts";
import { storedHashes } from "./stored-hashes.ts";
import { originOf } from "./table.ts";
import { Words } from "./words.ts";

/** The number that an event's id is found by: 64 bits of its SHA-256, of which no two ids in a journal share all. */
export function keyOf(id: string): bigint {
  return hash("sha256", id, "buffer").readBigInt64BE();
}

/** A journal that is open for writing. Everything here happens within a transaction of the caller. */
export class Store {
  readonly database: DatabaseSync;
  readonly bodies: Bodies;
  readonly sealedKeys: SealedKeys;
  readonly #statements: ReturnType<typeof statementsOf>;
  readonly #words: Words;
  readonly #origin: string;
  #edge: Edge;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.bodies = new Bodies(database);
    this.sealedKeys = new SealedKeys(database);
    this.#statements = statementsOf(database);
    this.#words = new Words(database);
    this.#origin = originOf(database);
    this.#edge = storedEdge(storedHashes(database), this.#last());
  }

  /** Events that the journal holds. */
  get size(): number {
    return this.#edge.size;
  }

  /** Looks whether another process has written since: `lanyard journal prune` may, while the agent runs. */
  catchUp(): void {
    const last = this.#last();
    if (last !== this.#edge.size) this.#edge = storedEdge(storedHashes(this.database), last);
  }

  /**
   * Adds an event with the keys of its sealed content, unless its id is there already, since keys that were erased must not
   * come back; says whether it did. Numbers have no holes, as the tree allows none.
   */
  add(event: AuditEvent, wrapped: WrappedKeys | null = null): boolean {
    const text = canonical(event);
    const leaf = leafHash(leafOf(text));
    const sequence = this.#edge.size + 1;
    const { time, kind, effect, person, model, service, rules } = rowOf(event);
    const words = [kind, effect, person, model, service, rules].map((word) => this.#words.idOf(word));
    const { changes } = this.#statements.event.run(sequence, keyOf(event.id), leaf, time, ...words);
    if (changes === 0) return false;
    this.#statements.body.run(sequence, text);
    if (wrapped !== null) this.sealedKeys.add(sequence, time, wrapped);
    this.#grow(leaf);
    return true;
  }

  /** Signs the tree as it is, unless that was done; the checkpoint, or null where it was. */
  sign(key: KeyObject, now: number): Checkpoint | null {
    if (this.size === 0 || this.signedSize() === this.size) return null;
    const head = { origin: this.#origin, size: this.size, root: this.#edge.root() };
    const checkpoint = signCheckpoint(head, key);
    this.#statements.checkpoint.run(checkpoint.size, now, checkpoint.note);
    const name = verifierKey({ name: this.#origin, bytes: publicBytes(key) });
    this.#statements.signer.run(this.size, name);
    return checkpoint;
  }

  /** Events under the newest checkpoint. */
  signedSize(): number {
    return Number(this.#statements.signed.get()?.["size"] ?? 0);
  }

  #grow(leaf: Buffer): void {
    this.#edge.push(leaf, (level, position, full) => this.#statements.node.run(level, position, full));
    if (this.size % TILE_WIDTH === 0) this.bodies.pack(tileOf(this.size));
  }

  #last(): number {
    return Number(this.#statements.last.get()?.["last"] ?? 0);
  }
}

function statementsOf(database: DatabaseSync) {
  return {
    event: database.prepare(
      `INSERT INTO event (sequence, key, leaf, time, kind, effect, person, model, service, rules)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    ),
    body: database.prepare("INSERT INTO body (sequence, text) VALUES (?, ?)"),
    node: database.prepare("INSERT INTO node (level, position, hash) VALUES (?, ?, ?)"),
    checkpoint: database.prepare("INSERT INTO checkpoint (size, time, note) VALUES (?, ?, ?)"),
    signer: database.prepare("INSERT INTO signer (since, key) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"),
    signed: database.prepare("SELECT max(size) AS size FROM checkpoint"),
    last: database.prepare("SELECT max(sequence) AS last FROM event"),
  };
}
