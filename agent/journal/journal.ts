import type { KeyObject } from "node:crypto";
import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { WrappedKeys } from "../../shared/schema/sealed-content.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type EraseRequest, eraseSome } from "./erase.ts";
import { JournalError, journalFault } from "./fault.ts";
import { openForWriting } from "./open.ts";
import { pruneSome, type PruneRequest } from "./prune.ts";
import { Store } from "./store.ts";
import type { OnUpgrade } from "./upgrade.ts";

/** What the journal needs from around it. */
export interface JournalOptions {
  readonly file: string;
  readonly now: () => number;
  /** Signs checkpoints: the device's Ed25519 key. Null: there are none. */
  readonly key: KeyObject | null;
  /** Called when a damaged file was moved aside, with the path of the copy. */
  readonly onDamaged: (copy: string) => void;
  readonly onUpgrade?: OnUpgrade;
  /** Called with each checkpoint once it is durable. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** Keys of sealed content, by the ids of the events that hold it. */
export type KeysById = ReadonlyMap<string, WrappedKeys>;

const NO_KEYS: KeysById = new Map();

/** Events after which the tree is signed at the latest; a timer of the owner's signs it where fewer come. */
const SIGN_EVERY = 100;

/** The record of one endpoint: events are durable when `append` returns, in the order of their coming. */
export class Journal {
  readonly file: string;
  readonly #options: JournalOptions;
  #store: Store | null = null;

  constructor(options: JournalOptions) {
    this.file = options.file;
    this.#options = options;
  }

  /**
   * Stores events in one transaction, with what they change in the tree and the keys of their sealed content; those whose id is there already are left as
   * they are. Throws a `JournalError`, and then none of them is stored; the file is opened anew at the next call.
   */
  append(events: readonly AuditEvent[], wrapped: KeysById = NO_KEYS): void {
    this.#write((store) => {
      for (const event of events) store.add(event, wrapped.get(event.id) ?? null);
      return store.size - store.signedSize() >= SIGN_EVERY ? this.#signed(store) : null;
    });
  }

  /** Signs the tree as it is, unless that was done. Throws as `append` does. */
  sign(): void {
    this.#write((store) => this.#signed(store));
  }

  /** Takes away what may go, at most some tens of thousands, and records it; how many. Throws as `append` does. */
  prune(request: PruneRequest): number {
    return this.#remove((store, now) => pruneSome(store, request, now));
  }

  /** Erases keys of sealed content, at most some thousands, and records who asked; how many. Throws as `append` does. */
  erase(request: EraseRequest, by: string): number {
    return this.#remove((store, now) => eraseSome(store, request, by, now));
  }

  /** How many events the journal holds; 0 while it cannot be opened. */
  count(): number {
    return this.#store?.size ?? 0;
  }

  /** Closes the file, which folds the write-ahead log into it; an unfinished transaction is undone. */
  close(): void {
    this.#store?.database.close();
    this.#store = null;
  }

  #remove(work: (store: Store, now: number) => number): number {
    let count = 0;
    this.#write((store) => {
      count = work(store, this.#options.now());
      return count > 0 ? this.#signed(store) : null;
    });
    if (count > 0) this.#store?.database.exec("PRAGMA incremental_vacuum");
    // The log still has what the file has not any more, until it is begun anew.
    if (this.#store?.sealedKeys.takeErased() === true)
      this.#store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return count;
  }

  #write(work: (store: Store) => Checkpoint | null): void {
    let checkpoint: Checkpoint | null = null;
    try {
      const store = this.#opened();
      store.database.exec("BEGIN IMMEDIATE");
      store.catchUp();
      checkpoint = work(store);
      store.database.exec("COMMIT");
    } catch (error) {
      this.close();
      throw journalFault(this.file, error);
    }
    if (checkpoint !== null) this.#options.onCheckpoint?.(checkpoint);
  }

  #signed(store: Store): Checkpoint | null {
    const { key, now } = this.#options;
    return key === null ? null : store.sign(key, now());
  }

  #opened(): Store {
    if (this.#store) return this.#store;
    const { now, onDamaged, onUpgrade = () => undefined } = this.#options;
    const { database, damagedCopy } = openForWriting(this.file, now(), onUpgrade);
    this.#store = new Store(database);
    if (damagedCopy !== null) onDamaged(damagedCopy);
    return this.#store;
  }
}

/** The sentence of a journal's error; anything else is a defect and is thrown on. */
export function journalSentence(error: unknown): string {
  if (error instanceof JournalError) return error.message;
  throw error;
}
