import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { EventInFull, Row } from "./api/answers.ts";
import type { Desk } from "./desk.ts";
import type { Shelf } from "./shelf.ts";
import { standingOf } from "./standing.ts";

/** How far behind a decision its answers are looked for. */
const NEAR = 2_000;

/** One event with its rules, what would have given access, and what belongs to it; null where there is none. */
export function eventInFull(desk: Desk, shelf: Shelf, journal: number, sequence: number): EventInFull | null {
  const stored = shelf.scan?.at(sequence) ?? null;
  if (stored === null) return null;
  const row = desk.rowOf(journal, sequence, stored.text);
  const { event } = row;
  const { policy } = desk.book;
  const revision = event !== null && "revision" in event ? event.revision : null;
  return {
    row,
    stored: stored.text,
    related: event === null ? [] : relatedTo(desk, shelf, journal, event, sequence),
    rules: rulesOf(event).map((id) => desk.book.ruleText(id)),
    policy: policy === null ? "none" : policy.revision === revision ? "same" : "other",
    standing: event?.kind === "decision" ? standingOf(desk.book, event) : null,
  };
}

function rulesOf(event: AuditEvent | null): readonly string[] {
  return event !== null && "rules" in event ? event.rules : [];
}

/** The decision that an answer belongs to; or the answers to a decision, which come soon behind it. */
function relatedTo(desk: Desk, shelf: Shelf, journal: number, event: AuditEvent, sequence: number): Row[] {
  if (event.kind === "asking" || event.kind === "served") {
    const of = shelf.scan?.ofId(event.of) ?? null;
    return of === null ? [] : [desk.rowOf(journal, of.sequence, of.text)];
  }
  if (event.kind !== "decision") return [];
  const near = shelf.scan?.after(sequence, NEAR) ?? [];
  return near
    .filter(({ text }) => text.includes(`"of":${JSON.stringify(event.id)}`))
    .map((one) => desk.rowOf(journal, one.sequence, one.text));
}
