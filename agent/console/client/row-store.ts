import { Rows, type Row } from "../api/answers.ts";
import { ask, sentenceOf } from "./ask.ts";

/** Rows that are asked for together. */
const PAGE = 100;
/** Pages that are kept. */
const KEPT = 60;

/** Which rows are in sight, of which question. */
export interface Sight {
  /** The query of the question, without place and count. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Counts the times at which there was more to see. */
  readonly version: number;
}

interface Page {
  readonly rows: readonly Row[];
  /** The version at which it was asked for. */
  readonly version: number;
}

/** Rows of one question, page by page. What was there stays in sight until the first answer to a new question. */
export class RowStore {
  total = 0;
  denials = 0;
  problem: string | null = null;
  /** False before the first answer. */
  isAnswered = false;
  readonly #onChange: () => void;
  #key = "";
  #wanted = "";
  #pages = new Map<number, Page>();
  readonly #asking = new Set<string>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The row of an index, or null where it is still to come. */
  at(index: number): Row | null {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE] ?? null;
  }

  /** Asks for what is in sight and not there, or no more new. */
  want({ key, from, to, version }: Sight): void {
    this.#wanted = key;
    const first = Math.floor(Math.max(0, from) / PAGE);
    for (let page = first; page <= Math.max(first, Math.floor(to / PAGE)); page += 1)
      if (!this.#isKnown(key, page, version, page === first)) void this.#fetch(key, page, version);
  }

  /** A full page does not change, but the first in sight also tells how many rows there are. */
  #isKnown(key: string, page: number, version: number, isFirst: boolean): boolean {
    if (this.#asking.has(`${key} ${page}`)) return true;
    const known = this.#key === key ? this.#pages.get(page) : undefined;
    if (known === undefined) return this.#key === key && this.isAnswered && page * PAGE >= this.total;
    return known.version === version || (!isFirst && known.rows.length === PAGE);
  }

  async #fetch(key: string, page: number, version: number): Promise<void> {
    const name = `${key} ${page}`;
    this.#asking.add(name);
    const query = new URLSearchParams(key);
    query.set("at", String(page * PAGE));
    query.set("count", String(PAGE));
    try {
      const answer = await ask("rows", query, Rows);
      if (key === this.#wanted) this.#take(key, page, version, answer);
    } catch (error) {
      this.problem = sentenceOf(error);
    } finally {
      this.#asking.delete(name);
      this.#onChange();
    }
  }

  #take(key: string, page: number, version: number, { total, denials, rows }: Rows): void {
    if (this.#key !== key) this.#pages = new Map();
    this.#key = key;
    this.#pages.delete(page);
    this.#pages.set(page, { rows, version });
    for (const oldest of this.#pages.keys()) if (this.#pages.size > KEPT) this.#pages.delete(oldest);
    this.total = total;
    this.denials = denials;
    this.problem = null;
    this.isAnswered = true;
  }
}
