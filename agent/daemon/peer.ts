import type { Socket } from "node:net";
import type { FromExtension } from "../../shared/wire/native.ts";

/** What an extension says of itself when it comes. */
export type Hello = Extract<FromExtension, { type: "hello" }>;

/** Bytes that may wait for one peer. One that does not read is dropped, so that it cannot fill the agent's memory. */
const OUTGOING_LIMIT = 32_000_000;

/** One connection to the agent: an extension's native host, or the command line. */
export class Peer {
  /** Null until the peer said that it is an extension. */
  extension: { readonly hello: Hello; readonly since: number } | null = null;
  /** The edition of the catalog that it recognizes by, as far as is known; null: it takes none. */
  edition: string | null = null;
  /** The revision that it said it enforces, and since when; null: it said nothing yet. */
  applied: { readonly revision: string; readonly at: number } | null = null;
  /** True where events of this peer could not be stored: it must come again to send them again. */
  owed = false;
  /** True after the conversation was ended: what still comes is not listened to. */
  deaf = false;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  send(frames: readonly Buffer[]): void {
    for (const frame of frames) this.#socket.write(frame);
    if (this.#socket.writableLength > OUTGOING_LIMIT) this.#socket.destroy();
  }

  /** Sends what waits, then closes. */
  end(): void {
    this.deaf = true;
    this.#socket.end(() => this.#socket.destroy());
  }

  drop(): void {
    this.#socket.destroy();
  }
}
