import { DatabaseSync } from "node:sqlite";

/**
 * Takes a lock that lives as long as this process at most; gives what releases it, or null where another process has it.
 * It is SQLite's lock on an empty file: the system drops it even after kill -9, which no pid file can say of itself.
 */
export function takeLock(file: string): (() => void) | null {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return () => database.close();
  } catch {
    database.close();
    return null;
  }
}
