import { lstat, readFile } from "node:fs/promises";
import { PlatformError, systemWords } from "../../platform/fault.ts";
import { readText } from "../../platform/read-text.ts";

/** Reads a token that its user alone may read; throws a `PlatformError` `unreadable` that never quotes it. */
export async function readToken(file: string): Promise<string> {
  const text = (await readPrivately(file)).trim();
  if (/^[\u0021-\u007e]{1,4096}$/.test(text)) return text;
  throw new PlatformError(
    "unreadable",
    `${file} must hold one token of printable characters and nothing else.`,
  );
}

async function readPrivately(file: string): Promise<string> {
  try {
    const { mode } = await lstat(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new PlatformError("unreadable", `${file} is open to other users. Close it: chmod 600 ${file}`);
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}

/** The certificates of a file, PEM; null where none is named. Throws a `PlatformError`. */
export async function readAuthority(file: string | null): Promise<string | null> {
  if (file === null) return null;
  const text = await readText(file);
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new PlatformError("unreadable", `${file} holds no certificate. Give it in PEM.`);
}
