import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING, type Filter } from "../../../agent/console/api/filter.ts";
import type { Desk } from "../../../agent/console/desk.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { askingEvent, decisionEvent, decisionEvents } from "../sample-events.ts";
import { deskOn } from "./desk-on.ts";
import { journalWith } from "./open-console.ts";
import { KEY } from "./signing-key.ts";

function idsOf(desk: Desk, filter: Partial<Filter> = {}): readonly (string | null)[] {
  return desk.rows({ ...EVERYTHING, ...filter }, null, 0, 1_000).rows.map(({ event }) => event?.id ?? null);
}

describe("the desk", () => {
  test("gives any part of a journal, the newest first, and says how many there are and how many are denied", () => {
    const events = Array.from({ length: 9_500 }, (_, index) =>
      decisionEvent(`event-${String(index).padStart(6, "0")}`, {
        effect: index % 2 === 0 ? "deny" : "permit",
      }),
    );
    const desk = deskOn([journalWith(events)]);
    const { total, denials, rows } = desk.rows(EVERYTHING, null, 9_490, 100);
    expect([total, denials, rows.length]).toEqual([9_500, 4_750, 10]);
    expect(rows.map(({ sequence }) => sequence)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test("shows what comes while it is open, and keeps rows still for whoever reads further down", () => {
    const file = journalWith(decisionEvents(3));
    const desk = deskOn([file]);
    expect(desk.readOn()).toBe(false);
    const journal = new Journal({ file, now: Date.now, key: KEY, onDamaged: () => undefined });
    onTestFinished(() => journal.close());
    journal.append([decisionEvent("later-00001")]);
    expect(desk.readOn()).toBe(true);
    expect(idsOf(desk)[0]).toBe("later-00001");
    expect(desk.rows(EVERYTHING, [3], 0, 10).total).toBe(3);
  });

  test("begins an empty journal with its first event", () => {
    const file = journalWith([]);
    const desk = deskOn([file]);
    expect(desk.about()).toMatchObject({
      journals: [{ count: 0, all: 0, read: 0, problem: null }],
      span: null,
    });
    const journal = new Journal({ file, now: Date.now, key: KEY, onDamaged: () => undefined });
    onTestFinished(() => journal.close());
    journal.append([decisionEvent("event-00001")]);
    desk.readOn();
    expect(desk.about()).toMatchObject({ journals: [{ count: 1, read: 1 }] });
    expect(idsOf(desk)).toEqual(["event-00001"]);
  });

  test("shows several journals as one, and what each of them is", () => {
    const one = journalWith([
      decisionEvent("one-000001", { time: 1.6e12 }),
      decisionEvent("one-000002", { time: 1.7e12 }),
    ]);
    const two = journalWith([decisionEvent("two-000001", { time: 1.65e12 })]);
    const desk = deskOn([one, two]);
    expect(idsOf(desk)).toEqual(["one-000002", "two-000001", "one-000001"]);
    expect(idsOf(desk, { journal: [1] })).toEqual(["two-000001"]);
  });

  test("says which journal cannot be read, and shows the others", () => {
    const newer = journalWith([]);
    const database = new DatabaseSync(newer);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const desk = deskOn([journalWith(decisionEvents(1)), newer, "/nowhere/journal.db"]);
    const [sound, later, missing] = desk.about().journals;
    expect(sound).toMatchObject({ problem: null, read: 1 });
    expect(later?.problem).toContain("written by a newer Lanyard (form 99");
    expect(missing?.problem).toBe("There is no journal at /nowhere/journal.db.");
    expect(idsOf(desk)).toHaveLength(1);
  });

  test("adds up models by use and denial, with the people who used them", () => {
    const desk = deskOn([
      journalWith([
        decisionEvent("event-00001", { person: "a", effect: "permit" }),
        decisionEvent("event-00002", { person: "b" }),
        decisionEvent("event-00003", { person: "b" }),
        decisionEvent("event-00004", { person: null, model: null }),
        askingEvent("event-00005", { model: "anthropic/mythos-5" }),
      ]),
    ]);
    expect(desk.models(EVERYTHING)).toMatchObject([
      { model: "anthropic/mythos-5", permits: 1, denials: 2, people: 2 },
      { model: null, permits: 0, denials: 1, people: 0 },
    ]);
    expect(desk.choices("person", "")).toEqual([
      { value: "b", count: 2 },
      { value: "ada@example.com", count: 1 },
      { value: "a", count: 1 },
    ]);
  });

  test("tells of AI that nobody knows, and of calls that could not be read", () => {
    const head = { kind: "discovery", what: "unknown_service", service: null, from: 10, until: 20 } as const;
    const degraded = {
      kind: "degraded",
      service: "claude-web",
      path: "/api/*",
      reason: "unreadable",
      form: "text",
      structure: null,
      from: 1,
      until: 2,
    } as const;
    const desk = deskOn([
      journalWith([
        { ...head, id: "event-00001", time: 30, host: "ai.example", visits: 1, calls: 2 },
        { ...head, id: "event-00002", time: 40, host: "ai.example", visits: 4, calls: 8 },
        { ...degraded, id: "event-00003", time: 50, calls: 3 },
        { ...degraded, id: "event-00004", time: 60, calls: 4, until: 9 },
      ]),
    ]);
    expect(desk.discovery(EVERYTHING)).toEqual({
      unknown: [
        {
          host: "ai.example",
          what: "unknown_service",
          service: null,
          visits: 5,
          calls: 10,
          first: 10,
          last: 20,
        },
      ],
      degraded: [{ service: "claude-web", path: "/api/*", reason: "unreadable", calls: 7, last: 9 }],
      left: 0,
    });
  });
});
