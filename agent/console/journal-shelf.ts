import { startOf, tileOf } from "../journal/bodies.ts";
import { TILE_WIDTH } from "../journal/merkle.ts";
import { JournalScan, type FiledEvent } from "../journal/scan.ts";
import { Columns } from "./columns.ts";
import { facetsOf, kindOf, type Filed } from "./facets.ts";
import type { JournalAbout, Proof } from "./api/answers.ts";
import { Shelf, type Progress } from "./shelf.ts";

/** Events that are filed, and tiles that are read, in one go: some 10 ms, so that whoever asks meanwhile waits no longer. */
const BATCH = 8_000;
const TILES = 8;

/** A journal of this machine, read from its newest event back: first what filters ask for, then what events say. */
export class JournalShelf extends Shelf {
  readonly form = "journal";
  #scan: JournalScan | null = null;
  #words: string[] = [];
  /** The tile whose texts are read next, and the place up to which those that came since are read. */
  #tile = -1;

  constructor(file: string) {
    super(file);
    this.guarded(() => {
      this.#scan = new JournalScan(this.file);
      const end = this.#scan.end();
      this.columns = new Columns(end);
      this.#tile = end === 0 ? -1 : tileOf(end);
    }, undefined);
  }

  get progress(): Progress {
    const { from, to } = this.columns;
    const unread = Math.max(0, Math.min(startOf(this.#tile + 1) - 1, to));
    return { all: to, read: to - from, searched: Math.max(0, to - unread) };
  }

  get whole(): boolean {
    return this.problem !== null || (this.columns.from === 0 && this.#tile < 0);
  }

  /** Texts are read when all is filed: then no time is ahead of another. */
  get frontier(): number {
    const { from, to, time } = this.columns;
    if (from === 0) return -Infinity;
    return to === from ? Infinity : (time[from] ?? 0);
  }

  readSome(): void {
    if (this.whole) return;
    this.guarded(() => (this.columns.from > 0 ? this.#fileBack() : this.#readTiles()), undefined);
  }

  readOn(): boolean {
    const before = this.columns.to;
    this.guarded(() => {
      const scan = this.#scan;
      if (scan === null) return;
      for (
        let rows = scan.filedAfter(this.#last, BATCH);
        rows.length > 0;
        rows = scan.filedAfter(this.#last, BATCH)
      )
        for (const row of rows) {
          this.missing += row[0] - this.#last - 1;
          this.#file(row);
          if (row[8] === null) this.columns.read(row[0] - 1, facetsOf(scan.textAt(row[0]) ?? ""));
        }
    }, undefined);
    return this.columns.to > before;
  }

  sequenceAt(slot: number): number {
    return slot + 1;
  }

  textAt(sequence: number): string | null {
    return this.guarded(() => this.#scan?.textAt(sequence) ?? null, null);
  }

  placeOf(id: string): number | null {
    return this.guarded(() => this.#scan?.placeOf(id) ?? null, null);
  }

  proofOf(sequence: number): Proof | null {
    return this.guarded(() => {
      const proven = this.#scan?.proofOf(sequence) ?? null;
      if (proven === null) return null;
      const { leaf, path, checkpoint, holds } = proven;
      return {
        leaf: leaf.toString("hex"),
        path: path.map((hash) => hash.toString("hex")),
        checkpoint: checkpoint && {
          size: checkpoint.size,
          root: checkpoint.root.toString("hex"),
          time: this.#scan?.signedAt(checkpoint.size) ?? null,
        },
        holds,
      };
    }, null);
  }

  head(): JournalAbout["head"] {
    return this.guarded(() => {
      if (this.#scan === null) return null;
      const checkpoint = this.#scan.checkpoint();
      return {
        origin: this.#scan.origin(),
        checkpoint: checkpoint && {
          size: checkpoint.size,
          root: checkpoint.root.toString("hex"),
          time: checkpoint.time,
        },
      };
    }, null);
  }

  /** The place of the newest event that is filed. */
  get #last(): number {
    return this.columns.to;
  }

  #fileBack(): void {
    const before = this.columns.from + 1;
    const rows = this.#scan?.filedBefore(before, BATCH) ?? [];
    for (const row of rows) this.#file(row);
    const reached = rows.length < BATCH ? 1 : (rows.at(-1)?.[0] ?? 1);
    this.missing += before - reached - rows.length;
    this.columns.from = reached - 1;
  }

  #file(row: FiledEvent): void {
    const filed = this.#filedOf(row);
    if (filed !== null) return this.columns.file(row[0] - 1, filed);
    this.columns.skip(row[0] - 1);
    this.absent += 1;
  }

  /** Null: its content was pruned, and what it was filed under with it. */
  #filedOf([, time, kind, effect, person, model, service, rules, pruned]: FiledEvent): Filed | null {
    if (pruned !== null) return null;
    const effectWord = this.#word(effect);
    const rulesWord = this.#word(rules);
    return {
      time: time ?? 0,
      kind: kindOf(this.#word(kind)) ?? "unreadable",
      effect: effectWord === "permit" || effectWord === "deny" ? effectWord : null,
      person: this.#word(person),
      model: this.#word(model),
      service: this.#word(service),
      rules: rulesWord === "[]" ? null : rulesWord,
    };
  }

  #word(id: number | null): string | null {
    if (id === null) return null;
    if (id >= this.#words.length)
      for (const [number, text] of this.#scan?.wordsAfter(this.#words.length - 1) ?? [])
        this.#words[number] = text;
    return this.#words[id] ?? null;
  }

  #readTiles(): void {
    const { columns } = this;
    const last = Math.max(-1, this.#tile - TILES);
    for (; this.#tile > last; this.#tile -= 1) {
      const first = startOf(this.#tile) - 1;
      const texts = this.#scan?.textsOf(this.#tile) ?? [];
      for (let place = 0; place < TILE_WIDTH && first + place < columns.to; place += 1)
        if (columns.kind[first + place] !== 0) columns.read(first + place, facetsOf(texts[place] ?? ""));
    }
  }
}
