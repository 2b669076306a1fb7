import { DatabaseSync } from "node:sqlite";
import { PassportError } from "../fault.ts";

/** A passport that is to be made: its place in the status list was just taken for it. */
export interface Entry {
  readonly index: number;
  readonly person: string;
  /** Thumbprint of the device's key. */
  readonly device: string;
}

/** What an issuer is called and where its files are: the same for all that it issues. */
export interface IssuerName {
  readonly id: string;
  /** Where the static files are served, with a slash at its end. */
  readonly url: string;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS issuer (id TEXT NOT NULL, url TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS lists (issued INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS passports (
    place INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    device TEXT NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER,
    UNIQUE (person, device)
  );
`;

/**
 * Which passports an issuer has given out: who has one on which device, and its place in the status list. It holds no
 * facts about anybody, and must not lie among the static files.
 */
export class Register {
  readonly #database: DatabaseSync;

  /** Throws a `PassportError` where the file is none. */
  constructor(file: string) {
    try {
      this.#database = new DatabaseSync(file);
      this.#database.exec(SCHEMA);
    } catch (error) {
      throw new PassportError(
        "unreadable",
        `${file} is no register of passports, or cannot be written.`,
        error,
      );
    }
  }

  /** The issuer, which is said once and then kept. Throws where it was never said, or is said to be another. */
  issuer(said: Partial<IssuerName>): IssuerName {
    const kept = this.#database.prepare("SELECT id, url FROM issuer").get() as unknown as
      | IssuerName
      | undefined;
    if (kept) return same(kept, said);
    const { id, url } = said;
    if (id === undefined || url === undefined)
      throw new PassportError("missing", "Say once who issues, and where: --issuer ID --url URL.");
    this.#database.prepare("INSERT INTO issuer (id, url) VALUES (?, ?)").run(id, url);
    return { id, url };
  }

  /**
   * Takes a place for each, or finds the one it has; durable when it returns, so that no place is ever two people's.
   * Left out are those that were revoked, and those whose passport holds beyond `renewBefore` (milliseconds).
   */
  enter(wanted: readonly Omit<Entry, "index">[], expires: number, renewBefore: number): readonly Entry[] {
    const insert = this.#database.prepare(`
      INSERT INTO passports (person, device, expires) VALUES (?, ?, ?)
      ON CONFLICT (person, device) DO UPDATE SET expires = excluded.expires
        WHERE revoked IS NULL AND passports.expires < ?
      RETURNING place`);
    return this.#atomically(() =>
      wanted.flatMap(({ person, device }) => {
        const row = insert.get(person, device, expires, renewBefore);
        return row === undefined ? [] : [{ index: Number(row["place"]) - 1, person, device }];
      }),
    );
  }

  /** Revokes all passports of a person, or those of a device; `moment` null takes it back. Gives how many there are. */
  revoke(id: string, moment: number | null): number {
    const { changes } = this.#database
      .prepare("UPDATE passports SET revoked = ? WHERE person = ? OR device = ?")
      .run(moment, id, id);
    return Number(changes);
  }

  /** How long the status list is, and which places in it are revoked. */
  statuses(): { readonly size: number; readonly revoked: readonly number[] } {
    const rows = this.#database.prepare("SELECT place FROM passports WHERE revoked IS NOT NULL").all();
    const last = this.#database.prepare("SELECT max(place) AS last FROM passports").get();
    return { size: Number(last?.["last"] ?? 0), revoked: rows.map((row) => Number(row["place"]) - 1) };
  }

  /** The second (in milliseconds) that a list of now is dated: later than every one before, so that they have an order. */
  dateList(now: number): number {
    return this.#atomically(() => {
      const last = this.#database.prepare("SELECT max(issued) AS last FROM lists").get();
      const issued = Math.max(Math.floor(now / 1_000), Number(last?.["last"] ?? 0) + 1);
      this.#database.exec("DELETE FROM lists");
      this.#database.prepare("INSERT INTO lists (issued) VALUES (?)").run(issued);
      return issued * 1_000;
    });
  }

  close(): void {
    this.#database.close();
  }

  #atomically<T>(job: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const done = job();
      this.#database.exec("COMMIT");
      return done;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

function same(kept: IssuerName, { id = kept.id, url = kept.url }: Partial<IssuerName>): IssuerName {
  if (id === kept.id && url === kept.url) return kept;
  throw new PassportError(
    "malformed",
    `This register is that of ${kept.id} at ${kept.url}. Leave --issuer and --url out, or use another register.`,
  );
}
