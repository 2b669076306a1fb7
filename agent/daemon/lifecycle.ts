import { randomUUID } from "node:crypto";
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";

const DETAIL_LIMIT = 2_000;

/** A record about the agent itself or what it obeys; long details are cut. */
export function lifecycle(
  part: LifecycleEvent["part"],
  what: LifecycleEvent["what"],
  detail: string,
): LifecycleEvent {
  return {
    id: randomUUID(),
    time: Date.now(),
    kind: "lifecycle",
    part,
    what,
    detail: detail.slice(0, DETAIL_LIMIT),
  };
}
