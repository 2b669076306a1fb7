import { keptSecret } from "../platform/kept-secret.ts";

/** The key of the prompt hashes; `problem` says why it is only for this run, where it could not be kept. */
export interface PromptKey {
  /** 32 bytes in hexadecimal. */
  readonly key: string;
  readonly problem: string | null;
}

/** Reads this endpoint's key, or makes it once in a file for this user alone. Hashes are comparable under one key only. */
export function promptKey(file: string): PromptKey {
  const { hex, problem } = keptSecret(file, 32, "prompt key");
  return { key: hex, problem };
}
