import { createHash } from "node:crypto";
import { AuditEvent, type GapEvent } from "../../shared/schema/audit-event.ts";
import { SentKeys } from "../../shared/wire/native.ts";
import { canonical } from "../journal/canonical.ts";
import type { KeysById } from "../journal/journal.ts";
import { digestOf } from "../journal/sealed-keys.ts";

/** One batch from an extension, sorted. */
export interface Intake {
  /** What to store: the events that are what they should be, and a gap record for the others. */
  readonly events: readonly AuditEvent[];
  /** What to acknowledge, good or not: an event that nobody can read must not block the queue forever. */
  readonly ids: readonly string[];
  /** Keys of sealed content, of those events that commit to them. */
  readonly wrapped: KeysById;
}

/** Characters of the longest id of a bad event that is sent back. */
const ID_LIMIT = 10_000;

/** Sorts a batch that comes from outside; what is no event is counted, never quoted. */
export function sortBatch(batch: readonly unknown[], now: number, keys: readonly unknown[] = []): Intake {
  const readings = batch.map((event) => ({ event, reading: readEvent(event) }));
  const good = readings.flatMap(({ reading }) => (reading.success ? [reading.data] : []));
  const bad = readings.flatMap(({ event, reading }) => (reading.success ? [] : [event]));
  const wrapped = committedTo(good, keys);
  const openable = good.map((event) => asOpenable(event, wrapped));
  return {
    events: bad.length === 0 ? openable : [...openable, gapOf(bad, now)],
    ids: [...good.map(({ id }) => id), ...bad.flatMap(idOf)],
    wrapped,
  };
}

/** Records of what was done to the journal explain what is gone from it: nobody but the agent may write one. */
const OWN: ReadonlySet<AuditEvent["kind"]> = new Set(["pruned", "erased", "unsealed"]);

function readEvent(event: unknown): ReturnType<typeof AuditEvent.safeParse> {
  const reading = AuditEvent.safeParse(event);
  return reading.success && OWN.has(reading.data.kind) ? AuditEvent.safeParse(null) : reading;
}

/** Other keys than those of its digest would open nothing, and stand beside the event as if they did. */
function committedTo(events: readonly AuditEvent[], keys: readonly unknown[]): KeysById {
  const digests = new Map(
    events.flatMap((event) => (event.kind === "decision" ? [[event.id, event.sealed?.keys] as const] : [])),
  );
  const sent = keys.map((one) => SentKeys.safeParse(one)).flatMap(({ data }) => data ?? []);
  return new Map(
    sent.flatMap(({ of, wrapped }) =>
      digests.get(of) === digestOf(wrapped) ? [[of, wrapped] as const] : [],
    ),
  );
}

/** What came without its keys is content that nobody will read, and `verify` could not tell it from keys that were deleted. */
function asOpenable(event: AuditEvent, wrapped: KeysById): AuditEvent {
  if (event.kind !== "decision" || wrapped.has(event.id)) return event;
  const { sealed: _, ...rest } = event;
  return rest;
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
