/** What may be wrong with a journal. */
export type JournalFault = "newer_form" | "older_form" | "damaged" | "not_writable" | "not_there";

/** A journal that could not be read or written; the message is a sentence that names the file and the mend. */
export class JournalError extends Error {
  readonly code: JournalFault;

  constructor(code: JournalFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "JournalError";
    this.code = code;
  }
}

/** SQLite's primary result codes that mean a torn or foreign file: SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** What an error of SQLite means for the journal, as a `JournalError`. */
export function journalFault(file: string, error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const code = sqliteCode(error);
  if (code !== null && DAMAGED.has(code & 0xff))
    return new JournalError("damaged", `The journal ${file} is damaged.`, error);
  return new JournalError(
    "not_writable",
    `The journal ${file} cannot be written: ${wordsOf(code, error)}. Nothing is lost; it is tried again.`,
    error,
  );
}

/** True where some events alone cannot be read: SQLite has no fault, and others may be asked for. */
export function concernsEvents(error: unknown): boolean {
  return error instanceof JournalError && error.code === "damaged" && sqliteCode(error.cause) === null;
}

function sqliteCode(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode
    : null;
}

/** Names of SQLite's primary result codes that people can do something about. */
const WORDS: Readonly<Record<number, string>> = {
  5: "another program holds it",
  8: "it is read-only",
  10: "the disk reports an error",
  13: "the disk is full",
  14: "the file cannot be opened",
};

function wordsOf(code: number | null, error: unknown): string {
  return (code === null ? null : WORDS[code & 0xff]) ?? (error instanceof Error ? error.message : "unknown");
}
