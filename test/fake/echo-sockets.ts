import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { makeCertificate } from "./certificate.ts";

/** What accepts every WebSocket and remembers who opened it. */
export interface EchoSockets {
  readonly port: number;
  readonly spki: string;
  /** `host/path?query` of each handshake that arrived, in order. */
  readonly opened: string[];
}

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Starts a TLS server on 127.0.0.1 that agrees to each WebSocket, says one word in it, and closes with the client. */
export async function startEchoSockets(signal: AbortSignal): Promise<EchoSockets> {
  const { key, certificate, spki } = await makeCertificate([]);
  const opened: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer({ key, cert: certificate });
  server.on("upgrade", ({ headers, url = "/" }, socket: Duplex) => {
    opened.push(`${headers.host ?? ""}${url}`);
    open.add(socket.on("error", () => socket.destroy()).once("close", () => open.delete(socket)));
    const accept = createHash("sha1")
      .update(`${headers["sec-websocket-key"] ?? ""}${GUID}`)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
    // All that these clients ever send is that they close.
    socket.once("data", () => socket.end(Buffer.from([0x88, 0])));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener("abort", () => {
    server.close();
    for (const one of open) one.destroy();
  });
  return { port: (server.address() as AddressInfo).port, spki, opened };
}
