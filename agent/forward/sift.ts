import type { Parcel } from "./batch.ts";
import type { Sender, Sent } from "./send/sender.ts";

/** What came of a batch in the end. */
export type Delivered =
  | {
      readonly done: true;
      /** Places of the events that the receiver would not have, though it took others. */
      readonly refused: readonly number[];
      /** How many it says itself that it left out. */
      readonly rejected: number;
      /** Why, in the receiver's words; empty where all is well. */
      readonly why: string;
    }
  | { readonly done: false; readonly problem: string; readonly wait: number | null };

/** Refusals one after another, with nothing taken, from which on it is not the content that is wrong. */
const PATIENCE = 40;

/**
 * Sends a batch; where the receiver would not have it, finds which events it is about, by halves. An event is left out only
 * where the receiver took another one: a receiver that refuses everything has something else against us, and loses nothing.
 */
export async function deliver(
  send: Sender["send"],
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<Delivered> {
  const sifting: Sifting = { send, signal, taken: 0, rejected: 0, refused: [], why: "" };
  const stopped = await sift(sifting, parcels);
  if (stopped !== null) return { done: false, ...stopped };
  const { refused, rejected, why, taken } = sifting;
  if (taken === 0 && refused.length > 0) return { done: false, problem: why, wait: null };
  return { done: true, refused, rejected, why };
}

interface Sifting {
  readonly send: Sender["send"];
  readonly signal: AbortSignal;
  taken: number;
  rejected: number;
  readonly refused: number[];
  why: string;
}

interface Stopped {
  readonly problem: string;
  readonly wait: number | null;
}

/** Null where every parcel is taken or refused; otherwise why it was stopped. */
async function sift(sifting: Sifting, parcels: readonly Parcel[]): Promise<Stopped | null> {
  if (parcels.length === 0) return null;
  const sent = await sifting.send(
    parcels.map(({ text }) => text),
    sifting.signal,
  );
  if (sent.got === "later") return sent;
  if (sent.got === "taken") return noteTaken(sifting, sent, parcels.length);
  sifting.why = sent.problem;
  const [first] = parcels;
  if (parcels.length === 1 && first !== undefined) {
    sifting.refused.push(first.sequence);
    const hopeless = sifting.taken === 0 && sifting.refused.length >= PATIENCE;
    return hopeless ? { problem: sent.problem, wait: null } : null;
  }
  const half = Math.ceil(parcels.length / 2);
  return (await sift(sifting, parcels.slice(0, half))) ?? (await sift(sifting, parcels.slice(half)));
}

function noteTaken(sifting: Sifting, sent: Extract<Sent, { got: "taken" }>, count: number): null {
  sifting.taken += count;
  sifting.rejected += sent.rejected;
  if (sent.rejected > 0) sifting.why = sent.detail;
  return null;
}
