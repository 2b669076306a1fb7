import { once } from "node:events";
import { createServer as createPlain, type AddressInfo, type Server } from "node:net";
import { createServer as createTls } from "node:tls";
import { Aedes, type AedesPublishPacket } from "aedes";
import { onTestFinished } from "vitest";

/** A broker on loopback that knows one user; by TLS where it is given a certificate. */
export async function startBroker(tls: { readonly key: string; readonly cert: string } | null = null) {
  const broker = await Aedes.createBroker({
    authenticate: (_client, user, password, done) =>
      done(null, user === undefined || (user === "desk" && password?.toString() === "secret")),
  });
  const server: Server = tls ? createTls(tls, broker.handle) : createPlain(broker.handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    broker.close();
    server.close();
  });
  const seen: AedesPublishPacket[] = [];
  broker.on("publish", (packet: AedesPublishPacket) => {
    if (!packet.topic.startsWith("$SYS")) seen.push(packet);
  });
  const port = (server.address() as AddressInfo).port;
  const say = async (topic: string, payload: string): Promise<void> =>
    await new Promise((resolve) =>
      broker.publish({ cmd: "publish", topic, payload, qos: 1, retain: true, dup: false }, () => resolve()),
    );
  return { broker, url: `${tls ? "mqtts" : "mqtt"}://localhost:${port}`, seen, say };
}
