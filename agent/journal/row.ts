import type { AuditEvent } from "../../shared/schema/audit-event.ts";

/** What filters ask for, beside the body; null where the kind of event has none. */
export interface Row {
  readonly time: number;
  readonly kind: string;
  readonly effect: string | null;
  readonly person: string | null;
  readonly model: string | null;
  readonly service: string | null;
  /** Ids of the rules as a JSON array. */
  readonly rules: string | null;
}

/** The filter columns of an event. */
export function rowOf(event: AuditEvent): Row {
  const { time, kind } = event;
  return {
    time,
    kind,
    effect: "effect" in event ? event.effect : null,
    person: "person" in event ? event.person : null,
    model: "model" in event ? event.model : null,
    service: "service" in event ? event.service : null,
    rules: "rules" in event ? JSON.stringify(event.rules) : null,
  };
}
