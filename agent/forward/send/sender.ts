import type { Numbered } from "../format/origin.ts";

/** What came of sending a batch. */
export type Sent =
  /** The receiver has it. `rejected`: how many events of it the receiver says it left out; `detail`: why. */
  | { readonly got: "taken"; readonly rejected: number; readonly detail: string }
  /** The receiver is away, busy, or wants another token: the same batch is sent again. */
  | {
      readonly got: "later";
      readonly problem: string;
      /** Milliseconds that the receiver asks to wait; null: it says nothing. */
      readonly wait: number | null;
    }
  /** The receiver would not have this content. */
  | { readonly got: "refused"; readonly problem: string };

/** The way to one receiver. */
export interface Sender {
  /** An event as the receiver takes it. */
  write(entry: Numbered): string;
  /** Sends a batch and waits until the receiver has it, as far as its protocol says so; never throws. */
  send(texts: readonly string[], signal: AbortSignal): Promise<Sent>;
}

/** A batch that the receiver has whole. */
export const TAKEN: Sent = { got: "taken", rejected: 0, detail: "" };

/** A batch that is sent again. */
export function later(problem: string): Sent {
  return { got: "later", problem, wait: null };
}
