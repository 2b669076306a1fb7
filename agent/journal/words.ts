import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Words that are remembered; a page cannot fill the memory with names that it makes up. */
const REMEMBERED = 10_000;

/** The numbers that stand for words in the columns of filters. For one writer, and anew after a transaction failed. */
export class Words {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("SELECT id FROM word WHERE text = ?");
    this.#insert = database.prepare("INSERT INTO word (text) VALUES (?) RETURNING id");
  }

  /** The number of a word, which is given one where it has none; null stays null. */
  idOf(text: string | null): number | null {
    if (text === null) return null;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const id = Number((this.#find.get(text) ?? this.#insert.get(text))?.["id"]);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(text, id);
    return id;
  }
}
