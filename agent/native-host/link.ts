import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { frameOf, FrameReader } from "../local-api/frame.ts";
import { FrameBoundary } from "./boundary.ts";

/** Bytes of the largest frame that Chromium takes from a host; a larger one closes the port. */
const BROWSER_LIMIT = 1024 * 1024;

/** Copies whole frames between a browser and an agent that comes and goes; looks into none of them. */
export class Link {
  readonly #fromBrowser: Readable;
  readonly #toBrowser: Writable;
  readonly #boundary = new FrameBoundary();
  /** The agent, while it is there. */
  #agent: Socket | null = null;
  /** Where the frame that is under way goes: nowhere, if the agent was away when it began. */
  #target: Socket | null = null;
  #told: boolean | null = null;

  constructor(fromBrowser: Readable, toBrowser: Writable) {
    this.#fromBrowser = fromBrowser;
    this.#toBrowser = toBrowser;
  }

  /** Begins to read from the browser. What comes while the agent is away is dropped: the outbox sends it again. */
  open(): void {
    this.#fromBrowser.on("data", (chunk: Buffer) => this.#toAgent(chunk));
  }

  /** Tells the browser whether the agent is there, where that is news. */
  tell(up: boolean): void {
    if (this.#told === up) return;
    this.#told = up;
    this.#toBrowser.write(frameOf(Buffer.from(JSON.stringify({ type: "link", up }))));
  }

  /** Copies to and from an agent until it goes. */
  async carry(agent: Socket): Promise<void> {
    const reader = new FrameReader(BROWSER_LIMIT);
    const gone = Promise.withResolvers<void>();
    this.#agent = agent;
    agent.on("close", gone.resolve);
    agent.on("error", () => agent.destroy());
    agent.on("drain", () => this.#fromBrowser.resume());
    agent.on("data", (chunk) => this.#toBrowserFrom(agent, reader, chunk));
    await gone.promise;
    this.#agent = null;
    this.#fromBrowser.resume();
  }

  /** Hands the agent what waits for it, and leaves it. */
  async finish(): Promise<void> {
    const agent = this.#agent;
    if (agent) await new Promise<void>((resolve) => agent.once("close", () => resolve()).end(resolve));
  }

  #toAgent(chunk: Buffer): void {
    for (const { bytes, begins } of this.#boundary.pieces(chunk)) {
      if (begins) this.#target = this.#agent;
      // The rest of a frame whose beginning went to an agent that is gone means nothing to the next one.
      if (this.#target !== this.#agent || this.#target === null) continue;
      if (!this.#target.write(bytes)) this.#fromBrowser.pause();
    }
  }

  /** A frame goes to the browser whole or not at all: the agent may die in the middle of one. */
  #toBrowserFrom(agent: Socket, reader: FrameReader, chunk: Buffer): void {
    try {
      for (const content of reader.read(chunk)) this.#write(agent, content);
    } catch {
      agent.destroy();
    }
  }

  #write(agent: Socket, content: Buffer): void {
    if (this.#toBrowser.write(frameOf(content))) return;
    agent.pause();
    this.#toBrowser.once("drain", () => agent.resume());
  }
}
