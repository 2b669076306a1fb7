import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import type { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { frameOf, FrameReader } from "../../agent/local-api/frame.ts";
import { AgentStatus } from "../../shared/wire/local-api.ts";
import { type AgentState, ToExtension, type FromExtension } from "../../shared/wire/native.ts";

/** Anything the agent or the native host says. */
export type Heard = ToExtension | AgentStatus;

/** The other end of a conversation in frames: what an extension or a hostile program would say and hear. */
export class Talk {
  readonly heard: Heard[] = [];
  closed = false;
  readonly #out: Writable;
  readonly #waiting = new Set<() => void>();

  constructor(from: Readable, to: Writable) {
    this.#out = to;
    const reader = new FrameReader(64_000_000);
    const parts: string[] = [];
    from.on("data", (chunk: Buffer) => {
      for (const content of reader.read(chunk)) this.#hear(JSON.parse(content.toString()), parts);
    });
    from.on("close", () => {
      this.closed = true;
      this.#wake();
    });
    from.on("error", () => undefined);
    to.on("error", () => undefined);
  }

  send(message: FromExtension | object): void {
    this.raw(frameOf(Buffer.from(JSON.stringify(message))));
  }

  raw(bytes: Buffer): void {
    this.#out.write(bytes);
  }

  hello(fields: object = {}): void {
    this.send({
      type: "hello",
      protocol: 1,
      extension: "lanyard",
      version: "1.0.0",
      instance: "profile-1",
      browser: "Chromium",
      ...fields,
    });
  }

  /** Waits until something is so of what has been heard, and gives it. */
  async until<T>(find: (heard: readonly Heard[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.heard);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The first state after so many messages that is as asked. */
  state(accept: (state: AgentState) => boolean = () => true, after = 0): Promise<AgentState> {
    return this.until((heard) =>
      heard.slice(after).find((one): one is AgentState => one.type === "state" && accept(one)),
    );
  }

  /** Waits for the `stored` of every one of these ids. */
  async stored(ids: readonly string[]): Promise<void> {
    await this.until((heard) => {
      const acknowledged = new Set(heard.flatMap((one) => (one.type === "stored" ? one.ids : [])));
      return ids.every((id) => acknowledged.has(id)) ? true : undefined;
    });
  }

  async end(): Promise<void> {
    await this.until(() => (this.closed ? true : undefined));
  }

  #hear(message: unknown, parts: string[]): void {
    const one = readHeard(message);
    if (one.type === "part") {
      parts[one.n] = one.text;
      if (parts.filter((part) => part !== undefined).length === one.total)
        this.heard.push(ToExtension.parse(JSON.parse(parts.splice(0).join(""))));
    } else this.heard.push(one);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

function readHeard(message: unknown): Heard {
  const status = AgentStatus.safeParse(message);
  return status.success ? status.data : ToExtension.parse(message);
}

/** Connects to an agent's socket. */
export async function talkAt(path: string): Promise<Talk> {
  const socket = connect(path);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return new Talk(socket, socket);
}

/** Talks with a native host as a browser does. */
export function talkThrough(host: ChildProcess): Talk {
  if (!host.stdout || !host.stdin) throw new Error("The host was started without pipes.");
  return new Talk(host.stdout, host.stdin);
}
