import * as z from "zod/mini";
import { WrappedKeys } from "../../shared/schema/sealed-content.ts";

/**
 * The lines of an export, each a JSON object. First the head; then in the order of the journal what it has of each
 * place; a checkpoint behind the place that its tree ends with; the root of a full tile behind its last place.
 */
const Place = z.int().check(z.gte(1));
const Base64 = z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/));

/** The first line. */
export const ExportHead = z.object({
  lanyard: z.literal("journal export"),
  form: z.literal(1),
  origin: z.string(),
  /** Verifier keys that signed checkpoints. */
  keys: z.array(z.string()),
  /** Events in the journal when it was exported. */
  size: z.int().check(z.gte(0)),
  /** When that was, milliseconds since 1970 UTC. */
  time: z.number(),
  /** What was asked for; null: everything. */
  filter: z.nullable(z.record(z.string(), z.unknown())),
});
export type ExportHead = z.infer<typeof ExportHead>;

/** One event, or its leaf alone where it was left out or pruned (`pruned`: by which event). */
const EventLine = z.object({
  sequence: Place,
  leaf: Base64,
  event: z.optional(z.unknown()),
  pruned: z.optional(z.int()),
  /** What it says without the fields that are withheld: the word of whoever exported it, which the leaf does not prove. */
  redacted: z.optional(z.record(z.string(), z.unknown())),
  withheld: z.optional(z.array(z.string())),
});
/** The leaves of events that were left out, one after the other. */
const LeavesLine = z.object({ from: Place, until: Place, leaves: Base64 });
/** The root of one full tile: whatever was left out of it whole has nothing else. */
const RootLine = z.object({ from: Place, until: Place, root: Base64 });
/** The keys of the sealed content of the event before; whoever leaves them out leaves the proofs as they are. */
const KeysLine = z.object({ sequence: Place, keys: WrappedKeys });
/** A signed note. */
const CheckpointLine = z.object({ checkpoint: z.string() });

/** One line after the head. */
export const ExportLine = z.union([EventLine, KeysLine, LeavesLine, RootLine, CheckpointLine]);
export type ExportLine = z.infer<typeof ExportLine>;

/** An event as it may be shown. */
export interface Redacted {
  readonly view: Readonly<Record<string, unknown>>;
  /** Names of the fields that do not say what was recorded. */
  readonly withheld: readonly string[];
}

/** An event's line, as it is written: what stands behind `"event":` are the bytes that its leaf is the hash of. */
export function eventLine(sequence: number, leaf: Buffer, text: string): string {
  return `{"sequence":${sequence},"leaf":"${leaf.toString("base64")}","event":${text}}`;
}

/** The line of an event of which some is withheld; its leaf is that of the whole text. */
export function redactedLine(sequence: number, leaf: Buffer, { view, withheld }: Redacted): string {
  return JSON.stringify({ sequence, leaf: leaf.toString("base64"), redacted: view, withheld });
}

/** The parts of an event's line as `eventLine` writes it; null where somebody else wrote it. */
export function partsOfEventLine(
  line: string,
): { readonly sequence: number; readonly leaf: string; readonly text: string } | null {
  const [, sequence, leaf, text] =
    /^\{"sequence":([1-9]\d{0,14}),"leaf":"([A-Za-z0-9+/]{43}=)","event":(\{.*\})\}$/.exec(line) ?? [];
  if (sequence === undefined || leaf === undefined || text === undefined) return null;
  return { sequence: Number(sequence), leaf, text };
}
