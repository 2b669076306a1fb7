import type { AskingEvent, AuditEvent, DecisionEvent, ServedEvent } from "../../shared/schema/audit-event.ts";

/** What filters ask for, beside the body; null where the kind of event has none. */
export interface Row {
  readonly effect: string | null;
  readonly model: string | null;
  readonly service: string | null;
  /** Ids of the rules as a JSON array. */
  readonly rules: string | null;
}

const EMPTY: Row = { effect: null, model: null, service: null, rules: null };

/** The filter columns of an event. */
export function rowOf(event: AuditEvent): Row {
  if (event.kind === "asking") return { ...namesOf(event), effect: null };
  if (event.kind !== "decision" && event.kind !== "served") return EMPTY;
  return { ...namesOf(event), effect: event.effect };
}

function namesOf({ model, service, rules }: AskingEvent | DecisionEvent | ServedEvent): Omit<Row, "effect"> {
  return { model, service, rules: JSON.stringify(rules) };
}
