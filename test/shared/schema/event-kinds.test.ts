import { expect, test } from "vitest";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { EVENT_KINDS } from "../../../shared/schema/event-kinds.ts";

test("the kinds that people may ask for are those that a journal holds, in that order", () => {
  const kinds = AuditEvent.def.options.flatMap((option) => option.shape.kind.def.values);
  expect(EVENT_KINDS).toEqual(kinds);
});
