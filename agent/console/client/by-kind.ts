import type { AuditEvent } from "../../../shared/schema/audit-event.ts";

/** An event of one kind. */
export type EventOf<K extends AuditEvent["kind"]> = Extract<AuditEvent, { kind: K }>;

/** What to make of each kind of event. */
export type ByKind<T> = { readonly [K in AuditEvent["kind"]]: (event: EventOf<K>) => T };

/** What the table makes of an event. */
export function byKind<T>(table: ByKind<T>, event: AuditEvent): T {
  // The types of the table hold kind and event together; a look-up cannot.
  const make = table[event.kind] as (event: AuditEvent) => T;
  return make(event);
}
