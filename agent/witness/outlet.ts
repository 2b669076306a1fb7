import type { Checkpoint } from "../journal/checkpoint.ts";

/**
 * A way to a witness: somebody who keeps checkpoints where this device cannot change them. A new way is one of these, made
 * in `outletsOf`. It sends the signed note as it is; that it may send the same one again is the receiver's to bear.
 */
export interface Outlet {
  /** For sentences: "the folder /mnt/audit". */
  readonly name: string;
  /** Throws a `WitnessError` where the checkpoint was not taken. */
  send(checkpoint: Checkpoint, signal: AbortSignal): Promise<void>;
}

/** A checkpoint that was not taken; the message is a sentence. */
export class WitnessError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "WitnessError";
  }
}
