import { randomUUID } from "node:crypto";
import type { GapEvent, LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { Told } from "../forward/courier.ts";
import { lifecycle } from "./lifecycle.ts";

/** The record of what a receiver did not get. */
export function forwardingRecord(told: Told): GapEvent | LifecycleEvent {
  if (told.what === "problem") return lifecycle("agent", "degraded", told.sentence);
  const now = Date.now();
  const { count, from } = told;
  return { id: randomUUID(), time: now, kind: "gap", what: "not_forwarded", count, from, until: now };
}
