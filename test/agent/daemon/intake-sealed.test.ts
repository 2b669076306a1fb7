import { expect, test } from "vitest";
import { sortBatch } from "../../../agent/daemon/intake.ts";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { EVERY_EVENT } from "../forward/every-event.ts";
import { reviewersOf, sealedDecision } from "../review/reviewers.ts";

const { named } = await reviewersOf(1, 1);

test("keys are kept beside the event that commits to them, and no others; what has none is recorded without its text", async () => {
  const [one, other] = [
    await sealedDecision("sealed-0001", "one", named),
    await sealedDecision("sealed-0002", "other", named),
  ];
  const keys = [
    { of: "sealed-0001", wrapped: one.wrapped },
    { of: "sealed-0002", wrapped: one.wrapped },
    { of: "sealed-0003", wrapped: other.wrapped },
    { of: "sealed-0002", wrapped: "none" },
    null,
  ];
  const { events, ids, wrapped } = sortBatch([one.event, other.event], 0, keys);
  const { sealed: _, ...unkept } = other.event;
  expect(events).toEqual([one.event, unkept]);
  expect(ids).toEqual(["sealed-0001", "sealed-0002"]);
  expect([...wrapped]).toEqual([["sealed-0001", one.wrapped]]);
});

test.each(["pruned", "erased", "unsealed"])("an extension cannot write a record of kind %s", (kind) => {
  const event = Object.values(EVERY_EVENT).find((one) => one.kind === kind);
  expect(AuditEvent.safeParse(event).success).toBe(true);
  expect(sortBatch([event], 0).events).toMatchObject([{ kind: "gap", what: "event_refused", count: 1 }]);
});
