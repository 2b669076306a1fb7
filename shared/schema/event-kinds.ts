import type { AuditEvent } from "./audit-event.ts";

/** The kinds of events that a journal holds. Apart from their schemas, which commands and screens that name them do not load. */
export const EVENT_KINDS = [
  "decision",
  "served",
  "asking",
  "gap",
  "lifecycle",
  "enforced",
  "discovery",
  "degraded",
  "pruned",
  "unsealed",
  "erased",
  "access",
] as const satisfies readonly AuditEvent["kind"][];
