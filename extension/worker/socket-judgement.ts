import { type Catalog, recognize, touches } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { carriedIn, holdsBytes } from "./carried.ts";
import { isControlFrame } from "./control-frame.ts";
import { type Judgement, judgeRecognition, lookOnce } from "./judgement.ts";
import type { Posture } from "./posture.ts";
import type { Sent } from "./steps.ts";

/** What something said about the model of a socket. */
export type Naming = Pick<Recognition, "modelAsSent" | "model" | "mayBe">;

/** What the frames of one socket or data channel are judged by. */
export interface Line {
  /** The address by which frames are read; null where no record tells how. */
  readonly url: string | null;
  /** What its address, or the call that set it up, says of it. */
  readonly base: Recognition;
  /** What earlier frames and replies named; a model once named may still answer. */
  readonly named: readonly Naming[];
}

/** What becomes of a frame; `names`: what it says of the model, to be kept once it was sent. */
export type FrameOutcome =
  | { readonly kind: "control" }
  | { readonly kind: "judged"; readonly judged: Judgement; readonly names: Naming | null };

/** Most different models that one socket may name; more can be told of no longer. */
const MOST_NAMED = 16;
/** Longest frame that is let through although it cannot be read, in characters: `40/chat,`. */
const SHORTEST_SAID = 64;
const NOWHERE = "wss://unknown.invalid/";
/** What was sent was asked about when it was, so nothing is asked anew. */
export const SENT_BEFORE: Sent = {
  tab: -1,
  carried: "nothing",
  about: () => ({ texts: [], isEmpty: true, conversation: null, namesConversation: false, isForm: false }),
};
const NOTHING: Naming = { modelAsSent: null, model: null, mayBe: null };

/** A call as far as the handshake of a socket tells it. */
export function handshakeCall(url: string, frames: Call["frames"] = []): Call {
  return { method: "GET", url, headers: null, body: { kind: "none" }, frames };
}

/** True where an address leaves open which model a socket is for, and frames will say. */
export function isToldByFrames(catalog: Catalog, url: string, { modelAsSent }: Recognition): boolean {
  return modelAsSent === null && touches(catalog, url, "GET")?.modelInFrames === true;
}

/**
 * Decides on one frame. A frame that names the model where the address does not is judged by that name alone, so that a
 * person may go on with another model; every other one by everything named so far, and the strictest stands (P7).
 */
export function judgeFrame(
  catalog: Catalog,
  posture: Posture,
  line: Line,
  data: string | Uint8Array,
  time: number,
  tab: number,
): FrameOutcome | null {
  const recognition = recognitionOf(catalog, line, data);
  const own = namesOf(recognition);
  const isNew = own !== null && keyOf(own) !== keyOf(line.base);
  if (!isNew && isQuiet(posture, recognition, data)) return { kind: "control" };
  const isSwitch = own !== null && line.base.modelAsSent === null;
  const about = lookOnce(catalog, handshakeCall(line.url ?? NOWHERE, [data]));
  const sent = { tab, about, carried: carriedIn(data) };
  const judged = strictest(posture, recognition, isSwitch ? [own] : together(line.named, own), sent, time);
  return judged === null ? null : { kind: "judged", judged, names: own };
}

/** Decides anew on what a socket is in the middle of, as when the policy has changed; null where nothing is. */
export function judgeLine(posture: Posture, line: Line, time: number): Judgement | null {
  const named = together(line.named, line.named.length === 0 ? namesOf(line.base) : null);
  if (named.length === 0) return null;
  const judged = strictest(posture, line.base, named, SENT_BEFORE, time);
  return judged === null || judged.asks !== null ? null : judged;
}

/** Adds what was named, each once. */
export function together(named: readonly Naming[], more: Naming | null): readonly Naming[] {
  if (more === null || named.some((one) => keyOf(one) === keyOf(more))) return named;
  return named.length < MOST_NAMED ? [...named, more] : [NOTHING];
}

function recognitionOf(catalog: Catalog, { url, base }: Line, data: string | Uint8Array): Recognition {
  const read = url === null ? null : recognize(catalog, handshakeCall(url, [data]), { prompt: true });
  if (read === null) return { ...base, prompt: null, inspectable: false };
  // A data channel belongs to the service and the account that the call which set it up was for.
  return { ...read, service: base.service, provider: base.provider, account: read.account ?? base.account };
}

/** Sound is control to a policy that decides by the model alone, and content to one that may have it kept. */
function isQuiet({ authority }: Posture, recognition: Recognition, data: string | Uint8Array): boolean {
  if (authority === null || (authority.clearance.reviewers !== undefined && holdsBytes(data))) return false;
  return isControl(recognition, data);
}

function isControl({ prompt, attachments, inspectable }: Recognition, data: string | Uint8Array): boolean {
  if (prompt !== null || attachments.length > 0 || !isControlFrame(data)) return false;
  return inspectable || data.length <= SHORTEST_SAID;
}

/** What a recognition says of the model; null where the wire names none. */
export function namesOf({ modelAsSent, model, mayBe }: Recognition): Naming | null {
  return modelAsSent === null ? null : { modelAsSent, model, mayBe };
}

function strictest(
  posture: Posture,
  recognition: Recognition,
  named: readonly Naming[],
  sent: Sent,
  time: number,
): Judgement | null {
  const each = named.length === 0 ? [recognition] : named.map((names) => ({ ...recognition, ...names }));
  const judged = each.map((one) => judgeRecognition(posture, one, sent, time)).filter((one) => one !== null);
  return (
    judged.find(({ decision }) => decision.effect === "deny") ?? judged.toSorted(byStrictness)[0] ?? null
  );
}

/** What is sealed for one of the models is sealed, whatever else another asks for. */
function byStrictness(a: Judgement, b: Judgement): number {
  const seals = Number(b.seal !== null) - Number(a.seal !== null);
  return seals === 0 ? b.decision.obligations.length - a.decision.obligations.length : seals;
}

function keyOf({ modelAsSent, model, mayBe }: Naming): string {
  return JSON.stringify([modelAsSent, model, mayBe]);
}
