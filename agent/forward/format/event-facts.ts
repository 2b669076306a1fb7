import type { AuditEvent } from "../../../shared/schema/audit-event.ts";

/** The few things that rules of receivers ask for; null: an event of this kind does not say it. */
export interface EventFacts {
  readonly effect: string | null;
  readonly person: string | null;
  readonly service: string | null;
  readonly model: string | null;
  readonly host: string | null;
  /** Ids, with spaces between. */
  readonly rules: string | null;
  readonly revision: string | null;
}

/** What an event says of these. */
export function factsOf(event: AuditEvent): EventFacts {
  return {
    effect: "effect" in event ? event.effect : null,
    person: "person" in event ? event.person : null,
    service: "service" in event ? event.service : null,
    model: "model" in event ? event.model : null,
    host: "host" in event ? (event.host ?? null) : null,
    rules: "rules" in event && event.rules.length > 0 ? event.rules.join(" ") : null,
    revision: "revision" in event ? event.revision : null,
  };
}
