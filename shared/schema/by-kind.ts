import type { AuditEvent } from "./audit-event.ts";

/** An event of one kind. */
export type EventOf<K extends AuditEvent["kind"]> = Extract<AuditEvent, { kind: K }>;

/** What is made of each kind of event: a new kind does not compile until every table says what it is there. */
export type ByKind<T> = { readonly [K in AuditEvent["kind"]]: (event: EventOf<K>) => T };

/** What the table makes of an event. */
export function byKind<T>(table: ByKind<T>, event: AuditEvent): T {
  // The row of the event's own kind takes the event, which the compiler cannot follow.
  const make = table[event.kind] as (event: AuditEvent) => T;
  return make(event);
}
