import { describe, expect, test } from "vitest";
import type { AuditEvent, EnforcedEvent, LifecycleEvent } from "../../../shared/schema/audit-event.ts";
import { decisionEvent } from "../sample-events.ts";
import { deskOn } from "./desk-on.ts";
import { journalWith } from "./open-console.ts";

function enforced(id: string, fields: Partial<EnforcedEvent>): EnforcedEvent {
  return {
    id,
    time: 1,
    kind: "enforced",
    revision: "r1",
    release: null,
    policy: 1,
    directives: 1,
    issued: 0,
    took: 3_100,
    instance: "i",
    browser: "Chrome 148",
    person: null,
    ...fields,
  };
}

function lifecycle(id: string, fields: Partial<LifecycleEvent>): LifecycleEvent {
  return {
    id,
    time: 1,
    kind: "lifecycle",
    part: "policy",
    what: "applied",
    detail: "Revision r1",
    ...fields,
  };
}

describe("the history", () => {
  test("has each state once, with everybody who enforced it, what changed, and the denials until the next", () => {
    const events: AuditEvent[] = [
      lifecycle("event-00001", { time: 100, detail: "Revision r1" }),
      enforced("event-00002", { time: 110, policy: 1, directives: 1 }),
      decisionEvent("event-00003", { time: 120 }),
      enforced("event-00004", { time: 200, policy: 1, directives: 2, revision: "r2", took: 900 }),
      enforced("event-00005", {
        time: 210,
        policy: 1,
        directives: 2,
        revision: "r2",
        took: 4_000,
        browser: "Firefox 153",
      }),
      decisionEvent("event-00006", { time: 220 }),
      decisionEvent("event-00007", { time: 230 }),
      decisionEvent("event-00008", { time: 230, effect: "permit" }),
      lifecycle("event-00009", { time: 240, what: "refused", detail: "main.yaml:1 is no policy." }),
    ];
    const { changes } = deskOn([journalWith(events)]).history();
    expect(changes).toMatchObject([
      { what: "refused", detail: "main.yaml:1 is no policy.", denials: null },
      {
        what: "directives",
        directives: 2,
        denials: 2,
        enforced: [{ took: 900 }, { took: 4_000, browser: "Firefox 153" }],
      },
      { what: "policy", policy: 1, denials: 1, enforced: [{ took: 3_100 }] },
    ]);
  });

  test("tells what an agent read where no browser has told anything", () => {
    const { changes } = deskOn([
      journalWith([lifecycle("event-00001", { time: 100, detail: "Revision r9" })]),
    ]).history();
    expect(changes).toMatchObject([{ what: "folder", revision: "r9", enforced: [], denials: 0 }]);
  });
});
