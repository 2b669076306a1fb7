import { once } from "node:events";
import { connect, type Socket } from "node:net";
import * as z from "zod/mini";
import { frameOf, FrameReader } from "../../agent/local-api/frame.ts";
import { decisionEvent } from "../agent/sample-events.ts";

/** Batches that are on their way at once: several browsers would have as many. */
const IN_FLIGHT = 8;
/** Events of the largest batch. */
const LARGEST = 40;

const Stored = z.object({ type: z.literal("stored"), ids: z.array(z.string()) });

/** An extension that never stops reporting, and remembers what was acknowledged to it. */
export class Client {
  readonly acknowledged: string[] = [];
  readonly #socket: Socket;
  readonly #prefix: string;
  #sent = 0;

  private constructor(socket: Socket, prefix: string) {
    this.#socket = socket;
    this.#prefix = prefix;
    const reader = new FrameReader(64_000_000);
    socket.on("data", (chunk: Buffer) => {
      for (const content of reader.read(chunk)) this.#hear(JSON.parse(content.toString()));
    });
    socket.on("error", () => undefined);
  }

  /** Connects, says hello and begins; `prefix` makes its ids its own. */
  static async at(path: string, prefix: string): Promise<Client> {
    const socket = connect(path);
    await once(socket, "connect");
    const client = new Client(socket, prefix);
    client.#say({
      type: "hello",
      protocol: 1,
      extension: "lanyard",
      version: "1.0.0",
      instance: prefix,
      browser: "Torture",
    });
    for (let batch = 0; batch < IN_FLIGHT; batch += 1) client.#report();
    return client;
  }

  /** Sends events again that an earlier client of this name sent: they may be there already. */
  again(ids: readonly string[]): void {
    this.#say({ type: "events", events: ids.map((id) => decisionEvent(id)) });
  }

  end(): void {
    this.#socket.destroy();
  }

  #hear(message: unknown): void {
    const stored = Stored.safeParse(message);
    if (!stored.success) return;
    this.acknowledged.push(...stored.data.ids);
    this.#report();
  }

  #report(): void {
    const count = 1 + ((this.#sent * 7919) % LARGEST);
    const events = Array.from({ length: count }, (_, index) =>
      decisionEvent(`${this.#prefix}-${String(this.#sent + index).padStart(7, "0")}`),
    );
    this.#sent += count;
    this.#say({ type: "events", events });
  }

  #say(message: object): void {
    if (!this.#socket.destroyed) this.#socket.write(frameOf(Buffer.from(JSON.stringify(message))));
  }
}
