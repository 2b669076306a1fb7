import type { Origin } from "../forward/format/origin.ts";
import type { Config } from "../platform/config.ts";
import { folderOutlet } from "./folder.ts";
import { mqttOutlet } from "./mqtt.ts";
import { otlpOutlet } from "./otlp.ts";
import type { Outlet } from "./outlet.ts";
import { postOutlet } from "./post.ts";

/** The part of a configuration that says who is told checkpoints: collectors are those that events go to. */
export type WitnessConfig = Pick<Config, "witness" | "forward">;

/** The ways that the configuration names. `originNow`: what collectors are told of this endpoint. */
export function outletsOf({ witness, forward }: WitnessConfig, originNow: () => Origin): readonly Outlet[] {
  const { folder, url, mqtt, otlp } = witness;
  const collectors = forward.filter((receiver) => receiver.to === "otlp");
  return [
    folder === null ? [] : [folderOutlet(folder)],
    url === null ? [] : [postOutlet(url)],
    mqtt === null ? [] : [mqttOutlet(mqtt)],
    otlp ? collectors.map((receiver) => otlpOutlet(receiver, originNow)) : [],
  ].flat();
}
