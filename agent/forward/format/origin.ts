import type { AuditEvent } from "../../../shared/schema/audit-event.ts";

/** One event with its place in the journal. */
export interface Numbered<E extends AuditEvent = AuditEvent> {
  readonly sequence: number;
  readonly event: E;
  /** True where texts or lists of it were cut, to be short enough for a receiver. */
  readonly cut?: true;
}

/** Where events come from. */
export interface Origin {
  /** Name of the endpoint. */
  readonly host: string;
  /** Version of Lanyard. */
  readonly version: string;
  /** As the policy names it; null: not known. */
  readonly organization: string | null;
  /** Node's name of the operating system; null: not known, as of a journal that came from elsewhere. */
  readonly platform: string | null;
}
