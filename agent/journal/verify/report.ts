import type { Finding } from "./finding.ts";

/** What a verification found. */
export interface VerifyReport {
  readonly file: string;
  readonly what: "journal" | "export" | "pack";
  readonly origin: string | null;
  /** Events in the tree; those whose bodies are here, and those that were pruned. */
  readonly events: number;
  readonly bodies: number;
  readonly pruned: number;
  /** The root in base64; null where it is not known. */
  readonly root: string | null;
  /** Checkpoints that the tree was held against, and the events under the newest of them. */
  readonly checkpoints: number;
  readonly signed: number;
  /** True where the key came from elsewhere than from what was verified. */
  readonly keyGiven: boolean;
  readonly findings: readonly Finding[];
  /** What is no fault and should be known. */
  readonly notes: readonly string[];
}

/** What to verify by. */
export interface VerifyOptions {
  /** Public keys of 32 bytes that may have signed; null: those that the record names itself. */
  readonly keys: readonly Buffer[] | null;
  /** Checkpoints that witnesses hold, as signed notes, with the files that they are from. */
  readonly witnessed: readonly { readonly note: string; readonly file: string }[];
  /** Called after each tile with the events that are done and all of them. */
  readonly onProgress: (done: number, of: number) => void;
}
