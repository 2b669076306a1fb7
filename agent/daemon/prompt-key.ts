import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode, systemWords } from "../platform/fault.ts";

/** The key of the prompt hashes; `problem` says why it is only for this run, where it could not be kept. */
export interface PromptKey {
  /** 32 bytes in hexadecimal. */
  readonly key: string;
  readonly problem: string | null;
}

/** Reads this endpoint's key, or makes it once in a file for this user alone. Hashes are comparable under one key only. */
export function promptKey(file: string): PromptKey {
  const fresh = randomBytes(32).toString("hex");
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, fresh, { mode: 0o600, flag: "wx" });
    return { key: fresh, problem: null };
  } catch (error) {
    if (systemCode(error) === "EEXIST") return keptKey(file, fresh);
    return { key: fresh, problem: `The prompt key ${file} cannot be written: ${systemWords(error)}.` };
  }
}

function keptKey(file: string, fresh: string): PromptKey {
  try {
    const key = readFileSync(file, "utf8").trim();
    if (/^[0-9a-f]{64}$/.test(key)) return { key, problem: null };
    return {
      key: fresh,
      problem: `The prompt key ${file} is not 64 hexadecimal digits. Remove it, and a new one is made.`,
    };
  } catch (error) {
    return { key: fresh, problem: `The prompt key ${file} cannot be read: ${systemWords(error)}.` };
  }
}
