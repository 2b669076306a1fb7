import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { closeFrame, MessageReader, pongFrame, type SocketMessage, textFrame } from "./socket-frames.ts";
import { scriptFor, type SocketHead, type SocketScript } from "./socket-routes.ts";

/** One socket as it reached the fakes. */
export interface FakeSocket {
  readonly head: SocketHead;
  /** What the client sent, in order. */
  readonly frames: readonly (string | Uint8Array)[];
  readonly closed: boolean;
}

/** From RFC 6455, section 1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Every socket that reached the fakes, in order of arrival. */
export class FakeSockets {
  #all: { head: SocketHead; frames: (string | Uint8Array)[]; closed: boolean }[] = [];

  /** The sockets to this host, or all. */
  list(host?: string): readonly FakeSocket[] {
    return this.#all.filter(({ head }) => host === undefined || head.host === host);
  }

  forget(): void {
    this.#all = [];
  }

  /** Agrees to a handshake, and speaks as the service would. */
  accept(request: IncomingMessage, connection: Duplex): void {
    const head = headOf(request);
    const kept = { head, frames: [] as (string | Uint8Array)[], closed: false };
    this.#all.push(kept);
    connection.on("error", () => connection.destroy());
    connection.on("close", () => (kept.closed = true));
    connection.write(agreement(request));
    const script = scriptFor(head);
    for (const text of script.greeting) connection.write(textFrame(text));
    const reader = new MessageReader();
    connection.on("data", (piece: Buffer) => {
      for (const message of reader.take(piece)) answer(message, kept.frames, connection, script);
    });
  }
}

function answer(
  message: SocketMessage,
  frames: (string | Uint8Array)[],
  connection: Duplex,
  script: SocketScript,
): void {
  if (message.kind === "close") return void connection.end(closeFrame());
  if (message.kind === "ping") return void connection.write(pongFrame(message.bytes));
  const said = message.kind === "text" ? message.text : message.bytes;
  frames.push(said);
  for (const text of script.reply(frames.length, said)) connection.write(textFrame(text));
}

function agreement({ headers }: IncomingMessage): string {
  const accept = createHash("sha1")
    .update(`${headers["sec-websocket-key"] ?? ""}${GUID}`)
    .digest("base64");
  const protocol = headers["sec-websocket-protocol"]?.split(",")[0]?.trim();
  const lines = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function headOf({ url, headers }: IncomingMessage): SocketHead {
  const { hostname, pathname, search } = new URL(url ?? "/", `https://${headers.host ?? "unknown.invalid"}`);
  const single = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")] as const,
  );
  return { host: hostname, path: pathname, query: search.slice(1), headers: Object.fromEntries(single) };
}
