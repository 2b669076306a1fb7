import type { AuditEvent } from "../../../shared/schema/audit-event.ts";

/** What is made of each kind of event: a new kind does not compile until every format says what it is there. */
export type ByKind<R> = {
  readonly [K in AuditEvent["kind"]]: (event: Extract<AuditEvent, { kind: K }>) => R;
};

/** What a table makes of an event. */
export function byKind<R>(table: ByKind<R>, event: AuditEvent): R {
  // The row of the event's own kind takes the event, which the compiler cannot follow.
  const make = table[event.kind] as (event: AuditEvent) => R;
  return make(event);
}
