import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { AuditEvent, type DecisionEvent } from "../../shared/schema/audit-event.ts";
import type { SealedContent, WrappedKeys } from "../../shared/schema/sealed-content.ts";
import { ExportHead, ExportLine } from "../journal/export-form.ts";
import { JournalReader } from "../journal/reader.ts";
import { digestOf } from "../journal/sealed-keys.ts";
import { originOf } from "../journal/table.ts";
import { ReviewError } from "./fault.ts";

/** An event with sealed content, and the keys that stand beside it. */
export interface SealedEvent {
  /** The journal that it is in. */
  readonly origin: string;
  readonly sequence: number;
  readonly id: string;
  readonly content: SealedContent & { readonly jwe: string };
  readonly wrapped: WrappedKeys;
}

/** What a journal or an export has of one event. */
interface Kept {
  readonly origin: string;
  readonly event: unknown;
  readonly wrapped: WrappedKeys | null;
  /** The record of the erasing of its keys. */
  readonly erased: number | null;
}

/** Finds sealed content in a journal; throws `nothing_sealed` or `erased`, and a `JournalError` where it cannot be read. */
export function sealedInJournal(file: string, sequence: number): SealedEvent {
  const reader = new JournalReader(file);
  try {
    const text = reader.textAt(sequence);
    const beside = reader.keysAt(sequence);
    const event: unknown = text === null ? null : JSON.parse(text);
    const [wrapped, erased] = [beside?.wrapped ?? null, beside?.erased ?? null];
    return sealedEvent({ origin: originOf(reader.database), event, wrapped, erased }, sequence);
  } finally {
    reader.close();
  }
}

/** Finds sealed content in an export; throws as `sealedInJournal` does. */
export async function sealedInExport(file: string, sequence: number): Promise<SealedEvent> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let origin: string | null = null;
  let event: unknown = null;
  for await (const line of lines) {
    if (origin === null) origin = headIn(line);
    else if (line.startsWith(`{"sequence":${sequence},`)) {
      const read = ExportLine.safeParse(jsonIn(line)).data;
      if (read && "keys" in read)
        return sealedEvent({ origin, event, wrapped: read.keys, erased: null }, sequence);
      if (read && "event" in read) event = read.event;
    }
  }
  return sealedEvent({ origin: origin ?? "", event, wrapped: null, erased: null }, sequence);
}

function sealedEvent({ origin, event, wrapped, erased }: Kept, sequence: number): SealedEvent {
  const decision = decisionIn(event);
  const jwe = decision?.sealed?.jwe;
  if (decision?.sealed === undefined || jwe === undefined)
    throw new ReviewError("nothing_sealed", `Event ${sequence} holds no sealed text.`);
  if (wrapped === null) throw gone(sequence, erased);
  if (digestOf(wrapped) !== decision.sealed.keys)
    throw new ReviewError(
      "damaged",
      `The keys beside event ${sequence} are not those that were recorded with it. See: lanyard journal verify`,
    );
  return { origin, sequence, id: decision.id, content: { ...decision.sealed, jwe }, wrapped };
}

function gone(sequence: number, erased: number | null): ReviewError {
  const sentence =
    erased === null
      ? `There are no keys to the sealed text of event ${sequence} here: an export may have been made without them.`
      : `The keys to the sealed text of event ${sequence} were erased, as event ${erased} says. Nobody can read it any more.`;
  return new ReviewError("erased", sentence);
}

function decisionIn(event: unknown): DecisionEvent | null {
  const read = AuditEvent.safeParse(event).data;
  return read?.kind === "decision" ? read : null;
}

function headIn(line: string): string {
  const head = ExportHead.safeParse(jsonIn(line)).data;
  if (head) return head.origin;
  throw new ReviewError(
    "nothing_sealed",
    "The file is no export of a journal: its first line is not the head of one.",
  );
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
