import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { JournalEntry } from "../journal/reader.ts";
import type { Sender } from "./send/sender.ts";

/** Events that are read from the journal at once, and so the most of a batch. */
export const BATCH_EVENTS = 500;
/** Bytes of a batch: one event more than this goes alone. */
const BATCH_BYTES = 1_000_000;

/** One event on its way. */
export interface Parcel {
  readonly sequence: number;
  readonly text: string;
}

/** The first events of a stretch that a receiver wants, as it takes them. */
export interface Batch {
  readonly parcels: readonly Parcel[];
  /** The last entry that is settled when the batch is: of those that the receiver wants, or not; null: none. */
  readonly last: JournalEntry | null;
  /** True where all of the stretch is in it. */
  readonly whole: boolean;
}

/** Packs what a receiver wants of the entries, as much as a batch holds. */
export function packed(
  entries: readonly JournalEntry[],
  wanted: (event: AuditEvent) => boolean,
  write: Sender["write"],
): Batch {
  const parcels: Parcel[] = [];
  let bytes = 0;
  let last: JournalEntry | null = null;
  for (const entry of entries) {
    if (wanted(entry.event)) {
      const text = write(entry);
      bytes += Buffer.byteLength(text);
      if (bytes > BATCH_BYTES && parcels.length > 0) return { parcels, last, whole: false };
      parcels.push({ sequence: entry.sequence, text });
    }
    last = entry;
  }
  return { parcels, last, whole: true };
}
