import { otlpCheckpoint } from "../forward/format/otlp.ts";
import type { Origin } from "../forward/format/origin.ts";
import { otlpSender } from "../forward/send/http.ts";
import type { OtlpReceiver } from "../platform/receivers.ts";
import { type Outlet, WitnessError } from "./outlet.ts";

/** Sends checkpoints to a collector as log records of their own, `lanyard.checkpoint`, whose body is the note. */
export function otlpOutlet(receiver: OtlpReceiver, originNow: () => Origin): Outlet {
  const sender = otlpSender(receiver, originNow);
  return {
    name: `the collector ${receiver.place}`,
    send: async ({ origin, size, root, note }, signal) => {
      const record = otlpCheckpoint({ origin, size, root: root.toString("base64"), note }, Date.now());
      const sent = await sender.send([record], signal);
      if (sent.got !== "taken") throw new WitnessError(`The collector ${receiver.place}: ${sent.problem}`);
      if (sent.rejected > 0)
        throw new WitnessError(
          `The collector ${receiver.place} left the checkpoint out. ${sent.detail}`.trim(),
        );
    },
  };
}
