import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const GREETED = Buffer.from([5, 0]);
const CONNECTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const REFUSED = Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]);

/**
 * A SOCKS5 proxy on loopback that leads every host name to a port on 127.0.0.1, for browsers that cannot map names
 * themselves: TLS, and with it the name that is asked for, goes through untouched. `*` is for all other names, `*:80` for
 * all at that port. Gives its port; ends with the signal.
 */
export async function startLoopbackProxy(
  hosts: Readonly<Record<string, number>>,
  signal: AbortSignal,
): Promise<number> {
  const server = createServer((socket) => {
    void lead(socket, hosts).catch(() => socket.destroy());
    const end = (): void => void socket.destroy();
    signal.addEventListener("abort", end);
    socket.once("close", () => signal.removeEventListener("abort", end));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener("abort", () => server.close(), { once: true });
  return (server.address() as AddressInfo).port;
}

/** The browser speaks, and waits for the answer before it says more: each message is one piece. */
async function lead(socket: Socket, hosts: Readonly<Record<string, number>>): Promise<void> {
  socket.on("error", () => socket.destroy());
  await once(socket, "data");
  socket.write(GREETED);
  const [request] = (await once(socket, "data")) as [Buffer];
  socket.pause();
  const name = request.subarray(5, 5 + (request[4] ?? 0)).toString();
  const port = hosts[name] ?? hosts[`*:${request.readUInt16BE(request.length - 2)}`] ?? hosts["*"];
  if (port === undefined) return void socket.end(REFUSED);
  const service = connect(port, "127.0.0.1");
  service.on("error", () => socket.destroy());
  service.on("close", () => socket.destroy());
  socket.on("close", () => service.destroy());
  await once(service, "connect");
  socket.write(CONNECTED);
  socket.pipe(service).pipe(socket);
}
