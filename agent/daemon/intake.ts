import { createHash } from "node:crypto";
import { AuditEvent, type GapEvent } from "../../shared/schema/audit-event.ts";
import { canonical } from "../journal/canonical.ts";

/** One batch from an extension, sorted. */
export interface Intake {
  /** What to store: the events that are what they should be, and a gap record for the others. */
  readonly events: readonly AuditEvent[];
  /** What to acknowledge, good or not: an event that nobody can read must not block the queue forever. */
  readonly ids: readonly string[];
}

/** Characters of the longest id of a bad event that is sent back. */
const ID_LIMIT = 10_000;

/** Sorts a batch that comes from outside; what is no event is counted, never quoted. */
export function sortBatch(batch: readonly unknown[], now: number): Intake {
  const readings = batch.map((event) => ({ event, reading: readEvent(event) }));
  const good = readings.flatMap(({ reading }) => (reading.success ? [reading.data] : []));
  const bad = readings.flatMap(({ event, reading }) => (reading.success ? [] : [event]));
  return {
    events: bad.length === 0 ? good : [...good, gapOf(bad, now)],
    ids: [...good.map(({ id }) => id), ...bad.flatMap(idOf)],
  };
}

/** Records of pruning explain what is gone from the journal: nobody but the agent may write one. */
function readEvent(event: unknown): ReturnType<typeof AuditEvent.safeParse> {
  const reading = AuditEvent.safeParse(event);
  return reading.success && reading.data.kind === "pruned" ? AuditEvent.safeParse(null) : reading;
}

/** The id follows from the content: the same batch sent again adds no second gap. */
function gapOf(bad: readonly unknown[], now: number): GapEvent {
  const hash = createHash("sha256").update(canonical(bad)).digest("hex");
  return {
    id: `refused-${hash.slice(0, 32)}`,
    time: now,
    kind: "gap",
    what: "event_refused",
    count: bad.length,
    from: now,
    until: now,
  };
}

function idOf(event: unknown): readonly string[] {
  if (typeof event !== "object" || event === null || !("id" in event)) return [];
  return typeof event.id === "string" && event.id.length <= ID_LIMIT ? [event.id] : [];
}
