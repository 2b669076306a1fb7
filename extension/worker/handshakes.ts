import type { WebRequest } from "webextension-polyfill";
import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import { CANCEL, type Gate, type Origin, PASS } from "./network.ts";
import type { Posture } from "./posture.ts";
import { handshakeCall, isToldByFrames } from "./socket-judgement.ts";

/** A socket's handshake as a network event shows it. */
export interface Handshake extends Origin {
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
  readonly #posture: Posture;
  readonly #gate: Gate["call"];
  readonly #isAnnounced: (at: Handshake) => boolean;
  readonly #admitted = new Set<string>();

  constructor(posture: Posture, gate: Gate["call"], isAnnounced: (at: Handshake) => boolean) {
    this.#posture = posture;
    this.#gate = gate;
    this.#isAnnounced = isAnnounced;
  }

  /** The answer before the handshake is sent. */
  begin(at: Handshake, catalog: Catalog): WebRequest.BlockingResponse {
    if (at.nonce === null) return this.#unseen(at, catalog);
    const call = handshakeCall(at.url);
    const recognition = recognize(catalog, call, { prompt: false });
    const goesOn =
      this.#posture.authority !== null &&
      recognition !== null &&
      isToldByFrames(catalog, at.url, recognition);
    return goesOn ? PASS : this.#gate(call, at, catalog);
  }

  /** The answer once the service has agreed: the last moment before a frame can go. */
  opened(at: Handshake, catalog: Catalog): WebRequest.BlockingResponse {
    if (this.#admitted.delete(at.requestId) || this.#isAnnounced(at)) return PASS;
    return at.nonce === null ? CANCEL : this.#unseen(at, catalog);
  }

  #unseen(at: Handshake, catalog: Catalog): WebRequest.BlockingResponse {
    const call = { ...handshakeCall(at.url), body: { kind: "unreadable", why: UNSEEN } as const };
    const response = this.#gate(call, at, catalog);
    if (response.cancel === true) return response;
    for (const oldest of this.#admitted) {
      if (this.#admitted.size < MOST_ADMITTED) break;
      this.#admitted.delete(oldest);
    }
    this.#admitted.add(at.requestId);
    return response;
  }
}
