import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { GapEvent, LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { Told } from "../forward/courier.ts";
import type { Origin } from "../forward/format/origin.ts";
import { Forwarding } from "../forward/forwarding.ts";
import { cursorFolder } from "../platform/config.ts";
import type { AgentParts } from "./agent.ts";
import { lifecycle } from "./lifecycle.ts";
import type { Sources } from "./sources.ts";

/** The way of what this agent stores to the security team's engines; `note` records what one of them did not get. */
export function forwardingOf(
  { journal, sources, version }: AgentParts,
  note: (event: GapEvent | LifecycleEvent) => void,
): Forwarding {
  return new Forwarding({
    journal: journal.file,
    cursors: cursorFolder(sources.config),
    originNow: () => originNow(sources, version),
    tell: (told) => note(recordOf(told)),
  });
}

/** What receivers are told of this endpoint. */
export function originNow({ policy }: Sources, version: string): Origin {
  return {
    host: hostname(),
    version,
    organization: policy.value?.organization ?? null,
    platform: process.platform,
  };
}

function recordOf(told: Told): GapEvent | LifecycleEvent {
  if (told.what === "problem") return lifecycle("agent", "degraded", told.sentence);
  const now = Date.now();
  const { count, from } = told;
  return { id: randomUUID(), time: now, kind: "gap", what: "not_forwarded", count, from, until: now };
}
