import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode, systemWords } from "./fault.ts";

/** Random bytes in hexadecimal; `problem` says why they are only for this run, where they could not be kept. */
export interface KeptSecret {
  readonly hex: string;
  readonly problem: string | null;
}

/** Reads random bytes of an earlier run, or makes them once in a file for this user alone; `what` names them. */
export function keptSecret(file: string, bytes: number, what: string): KeptSecret {
  const fresh = randomBytes(bytes).toString("hex");
  const failed = (why: string): KeptSecret => ({ hex: fresh, problem: `The ${what} ${file} ${why}` });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, fresh, { mode: 0o600, flag: "wx" });
    return { hex: fresh, problem: null };
  } catch (error) {
    if (systemCode(error) !== "EEXIST") return failed(`cannot be written: ${systemWords(error)}.`);
  }
  try {
    const hex = readFileSync(file, "utf8").trim();
    if (hex.length === 2 * bytes && /^[0-9a-f]+$/.test(hex)) return { hex, problem: null };
    return failed(`is not ${2 * bytes} hexadecimal digits. Remove it, and a new one is made.`);
  } catch (error) {
    return failed(`cannot be read: ${systemWords(error)}.`);
  }
}
