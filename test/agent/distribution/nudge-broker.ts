import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { Aedes, type AedesPublishPacket } from "aedes";
import { onTestFinished } from "vitest";
import { EndpointReport } from "../../../shared/schema/endpoint-report.ts";

/** A broker on loopback, with what came under each topic. */
export async function startBroker() {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    broker.close();
    server.close();
  });
  const reports: EndpointReport[] = [];
  broker.on("publish", ({ topic, payload }: AedesPublishPacket) => {
    if (topic.startsWith("corp/endpoints/"))
      reports.push(EndpointReport.parse(JSON.parse(payload.toString())));
  });
  const { port } = server.address() as AddressInfo;
  const nudge = (payload: string): void =>
    broker.publish(
      { cmd: "publish", topic: "corp/look", payload: Buffer.from(payload), qos: 1, retain: true, dup: false },
      () => undefined,
    );
  const yaml = `  nudge: {url: "mqtt://127.0.0.1:${port}", topic: corp}\n`;
  return { broker, reports, nudge, yaml };
}
