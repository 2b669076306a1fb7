import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { EventInFull, Row } from "./api/answers.ts";
import type { Desk } from "./desk.ts";
import type { Shelf } from "./shelf.ts";
import { standingOf } from "./standing.ts";

/** How far behind a decision its answers are looked for. */
const NEAR = 2_000;

/** One event with its rules, what would have given access, and what belongs to it; null where there is none. */
export function eventInFull(desk: Desk, shelf: Shelf, journal: number, sequence: number): EventInFull | null {
  const stored = shelf.textAt(sequence);
  if (stored === null) return null;
  const row = desk.rowOf(journal, sequence, stored);
  const { event } = row;
  const { book } = desk;
  const revision = event !== null && "revision" in event ? event.revision : null;
  return {
    row,
    stored,
    related: event === null ? [] : relatedTo(desk, shelf, journal, event, sequence),
    rules: rulesOf(event).map((id) => book.ruleText(id)),
    policy: book.policy === null ? "none" : book.revision === revision ? "same" : "other",
    proof: shelf.proofOf(sequence),
    standing: event?.kind === "decision" ? standingOf(book, event) : null,
  };
}

function rulesOf(event: AuditEvent | null): readonly string[] {
  return event !== null && "rules" in event ? event.rules : [];
}

/** The decision that an answer belongs to; or the answers to a decision, which come soon behind it. */
function relatedTo(desk: Desk, shelf: Shelf, journal: number, event: AuditEvent, sequence: number): Row[] {
  if (event.kind === "asking" || event.kind === "served") {
    const place = shelf.placeOf(event.of);
    return place === null ? [] : [desk.rowOf(journal, place, shelf.textAt(place))];
  }
  if (event.kind !== "decision") return [];
  return desk
    .answersAfter(journal, sequence, NEAR)
    .map((place) => ({ place, text: shelf.textAt(place) }))
    .filter(({ text }) => text?.includes(`"of":${JSON.stringify(event.id)}`) === true)
    .map(({ place, text }) => desk.rowOf(journal, place, text));
}
