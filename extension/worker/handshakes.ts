import type { WebRequest } from "webextension-polyfill";
import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import { CANCEL, type Origin, PASS } from "./network.ts";
import type { Posture } from "./posture.ts";
import { handshakeCall, isToldByFrames } from "./socket-judgement.ts";

/** A socket's handshake as a network event shows it. */
export interface Handshake extends Origin {
  readonly requestId: string;
  readonly nonce: string | null;
}

const UNSEEN = "What goes over this socket cannot be seen.";
/** Handshakes that were let go on without a hook, as policy may permit. */
const MOST_ADMITTED = 256;

/**
 * Decides on handshakes of sockets whose frames matter. One that carries the hook's nonce is decided on by its address as
 * far as that tells; before any frame goes, the hook must have announced the nonce from the same tab and frame. One
 * without, as from a worker or a page without a hook, cannot be inspected.
 */
export class Handshakes {
  readonly #catalog: Catalog;
  readonly #posture: Posture;
  readonly #gate: (call: Call, from: Origin) => WebRequest.BlockingResponse;
  readonly #isAnnounced: (at: Handshake) => boolean;
  readonly #admitted = new Set<string>();

  constructor(
    catalog: Catalog,
    posture: Posture,
    gate: (call: Call, from: Origin) => WebRequest.BlockingResponse,
    isAnnounced: (at: Handshake) => boolean,
  ) {
    this.#catalog = catalog;
    this.#posture = posture;
    this.#gate = gate;
    this.#isAnnounced = isAnnounced;
  }

  /** The answer before the handshake is sent. */
  begin(at: Handshake): WebRequest.BlockingResponse {
    if (at.nonce === null) return this.#unseen(at);
    const call = handshakeCall(at.url);
    const recognition = recognize(this.#catalog, call, { prompt: false });
    const goesOn =
      this.#posture.authority !== null &&
      recognition !== null &&
      isToldByFrames(this.#catalog, at.url, recognition);
    return goesOn ? PASS : this.#gate(call, at);
  }

  /** The answer once the service has agreed: the last moment before a frame can go. */
  opened(at: Handshake): WebRequest.BlockingResponse {
    if (this.#admitted.delete(at.requestId) || this.#isAnnounced(at)) return PASS;
    return at.nonce === null ? CANCEL : this.#unseen(at);
  }

  #unseen(at: Handshake): WebRequest.BlockingResponse {
    const response = this.#gate({ ...handshakeCall(at.url), body: { kind: "unreadable", why: UNSEEN } }, at);
    if (response.cancel === true) return response;
    for (const oldest of this.#admitted) {
      if (this.#admitted.size < MOST_ADMITTED) break;
      this.#admitted.delete(oldest);
    }
    this.#admitted.add(at.requestId);
    return response;
  }
}
