import type { DegradedEvent, DiscoveryEvent } from "../../shared/schema/discovery-event.ts";
import { usesOf } from "../journal/unknown-use.ts";
import type { Discovery } from "./api/answers.ts";

/** Adds up AI that no recognizer knows, and recognizers that met what they cannot read, the most used first. */
export function discoveryOf(events: readonly (DiscoveryEvent | DegradedEvent)[]): Omit<Discovery, "left"> {
  const unknown = usesOf(events.filter((event) => event.kind === "discovery"));
  return { unknown: [...unknown], degraded: degradedOf(events.filter((event) => event.kind === "degraded")) };
}

function degradedOf(events: readonly DegradedEvent[]): Discovery["degraded"] {
  const groups = Map.groupBy(events, ({ service, path, reason }) => JSON.stringify([service, path, reason]));
  return Array.from(groups.values(), (group) => ({
    service: group[0]?.service ?? "",
    path: group[0]?.path ?? "",
    reason: group[0]?.reason ?? ("unreadable" as const),
    calls: group.reduce((sum, { calls }) => sum + calls, 0),
    last: Math.max(...group.map(({ until }) => until)),
  })).toSorted((a, b) => b.calls - a.calls);
}
