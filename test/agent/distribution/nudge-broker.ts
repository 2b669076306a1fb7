import type { AedesPublishPacket } from "aedes";
import { EndpointReport } from "../../../shared/schema/endpoint-report.ts";
import { startBroker } from "../publishing/broker.ts";

/** A broker on loopback that nudges endpoints of the topic `corp`, with what these reported. */
export async function startNudges() {
  const { broker, url, say } = await startBroker();
  const reports: EndpointReport[] = [];
  broker.on("publish", ({ topic, payload }: AedesPublishPacket) => {
    if (topic.startsWith("corp/endpoints/"))
      reports.push(EndpointReport.parse(JSON.parse(payload.toString())));
  });
  const nudge = (payload: string): void => void say("corp/look", payload);
  return { broker, reports, nudge, yaml: `  nudge: {url: "${url}", topic: corp}\n` };
}
