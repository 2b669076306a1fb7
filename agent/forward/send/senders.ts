import type { Receiver } from "../../platform/receivers.ts";
import type { Origin } from "../format/origin.ts";
import { fileSender } from "./file.ts";
import { hecSender, otlpSender } from "./http.ts";
import type { Sender } from "./sender.ts";
import { syslogSender } from "./syslog.ts";

/** The way to a receiver. */
export function senderFor(receiver: Receiver, originNow: () => Origin): Sender {
  if (receiver.to === "otlp") return otlpSender(receiver, originNow);
  if (receiver.to === "hec") return hecSender(receiver, originNow);
  return receiver.to === "syslog" ? syslogSender(receiver, originNow) : fileSender(receiver, originNow);
}
