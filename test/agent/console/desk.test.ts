import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING, type Filter } from "../../../agent/console/api/filter.ts";
import { Desk } from "../../../agent/console/desk.ts";
import { Rulebook } from "../../../agent/console/rulebook.ts";
import { openShelf } from "../../../agent/console/open-shelf.ts";
import { parsePeople, type People } from "../../../agent/facts/people.ts";
import { exportLines } from "../../../agent/journal/export.ts";
import { EVERYTHING as WHOLE } from "../../../agent/journal/filter.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import type { AuditEvent, EnforcedEvent, LifecycleEvent } from "../../../shared/schema/audit-event.ts";
import { PEOPLE, POLICY } from "../running.ts";
import { askingEvent, decisionEvent, decisionEvents, servedEvent } from "../sample-events.ts";
import { journalWith } from "./open-console.ts";
import { KEY } from "./signing-key.ts";

const FILES = [{ file: "main.yaml", text: POLICY }];
const NOBODY: People = new Map();
const NO_BOOK = new Rulebook({ ok: false, problem: "No policy is known here." }, NOBODY);

function bookOf(): Rulebook {
  const people = parsePeople("people.yaml", PEOPLE);
  return new Rulebook({ ok: true, files: FILES, revision: null }, people.ok ? people.value : NOBODY);
}

function revision(): string {
  const loaded = load(FILES, KNOWLEDGE);
  return "policy" in loaded ? loaded.policy.revision : "";
}

function deskOn(files: readonly string[], book = NO_BOOK): Desk {
  const desk = new Desk(
    files.map((file) => openShelf(file)),
    book,
  );
  while (desk.readSome());
  return desk;
}

function idsOf(desk: Desk, filter: Partial<Filter> = {}): readonly (string | null)[] {
  return desk.rows({ ...EVERYTHING, ...filter }, null, 0, 1_000).rows.map(({ event }) => event?.id ?? null);
}

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

describe("the desk", () => {
  test("gives any part of a journal, the newest first, and says how many there are and how many are denied", () => {
    const events = decisionEvents(9_500).map((event, index) => ({
      ...event,
      effect: index % 2 === 0 ? ("deny" as const) : ("permit" as const),
    }));
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
    });
  });
});

describe("an event in full", () => {
  const denied = decisionEvent("event-00001", {
    rules: ["informed"],
    revision: revision(),
    person: "007",
    operation: "chat",
  });

  test("has the rule as its author wrote it, and what would have given access", () => {
    const desk = deskOn([journalWith([denied])], bookOf());
    expect(desk.event(0, 1)).toMatchObject({
      policy: "same",
      rules: [
        {
          id: "informed",
          place: "main.yaml:9",
          text: `- {id: informed, forbid: all, models: [anthropic/mythos-5], unless: [us-person], because: A license is required., instead: [anthropic/claude-opus-4-8]}`,
        },
      ],
      standing: { effect: "deny", missing: ["US-person status proven"], instead: ["Claude Opus 4.8"] },
      row: { obtainable: true },
    });
  });

  test("says that the policy has changed since, or that none is known", () => {
    const before = decisionEvent("event-00001", { revision: "another", rules: ["gone"] });
    expect(deskOn([journalWith([before])], bookOf()).event(0, 1)).toMatchObject({
      policy: "other",
      rules: [{ id: "gone", text: null }],
      row: { obtainable: null },
    });
    expect(deskOn([journalWith([before])]).event(0, 1)).toMatchObject({ policy: "none", standing: null });
  });

  test("has what was asked and answered with it, and leads back", () => {
    const desk = deskOn([
      journalWith([
        denied,
        decisionEvent("event-00002"),
        askingEvent("event-00003", { of: "event-00001" }),
        servedEvent("event-00004", { of: "event-00001" }),
      ]),
    ]);
    expect(desk.event(0, 1)?.related.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(desk.event(0, 4)?.related.map(({ sequence }) => sequence)).toEqual([1]);
    expect(desk.event(0, 2)?.related).toEqual([]);
  });

  test("is none where there is no such place", () => {
    const desk = deskOn([journalWith([denied])]);
    expect([desk.event(0, 2), desk.event(0, 0), desk.event(7, 1)]).toEqual([null, null, null]);
  });
});

describe("the records that are opened", () => {
  test("are journals, and exports of them, which have what was asked for and say how much they left out", () => {
    const file = journalWith(
      decisionEvents(600).map((event, index) => ({ ...event, person: index % 3 === 0 ? "a" : "b" })),
    );
    const exported = `${file}.jsonl`;
    const lines = exportLines({
      file,
      filter: { ...WHOLE, person: "a" },
      now: 1,
      onProgress: () => undefined,
    });
    writeFileSync(exported, [...lines].map((line) => `${line}\n`).join(""));
    const desk = deskOn([exported]);
    expect(desk.about().journals[0]).toMatchObject({
      what: "export",
      problem: null,
      count: 200,
      absent: 400,
      missing: 0,
    });
    const { rows, total } = desk.rows({ ...EVERYTHING, text: "license" }, null, 0, 2);
    expect([total, rows.map(({ sequence }) => sequence)]).toEqual([200, [598, 595]]);
    expect(desk.event(0, 598)?.row.event?.id).toBe("event-000597");
    expect([desk.event(0, 597), desk.event(0, 601)]).toEqual([null, null]);
  });

  test.each([
    "{",
    "{}\n",
    `{"lanyard":"journal export","form":2}\n`,
    `{"lanyard":"journal export","form":1,"origin":"x","keys":[],"size":1e300,"time":1,"filter":null}\n`,
  ])("may be none, and are told as such: %s", (text) => {
    const file = journalWith([]);
    writeFileSync(`${file}.jsonl`, text);
    expect(deskOn([`${file}.jsonl`]).about().journals[0]?.problem).toContain("is no export of a journal");
  });

  test("keep their places where content was pruned, and no filter finds what is gone", () => {
    const file = journalWith([
      decisionEvent("event-00001", { time: 1 }),
      decisionEvent("event-00002", { time: Date.now() }),
    ]);
    const journal = new Journal({ file, now: Date.now, key: KEY, onDamaged: () => undefined });
    journal.prune({ retention: { days: 1, megabytes: null, permitsDays: null }, at: Date.now() });
    journal.close();
    const desk = deskOn([file]);
    expect(desk.about().journals[0]).toMatchObject({ absent: 1, missing: 0, unreadable: 0, count: 3 });
    expect(desk.rows(EVERYTHING, null, 0, 9).rows.map(({ sequence }) => sequence)).toEqual([3, 2]);
    expect(desk.event(0, 1)).toBeNull();
  });

  test("prove each event by the checkpoint that holds it", () => {
    const file = journalWith(decisionEvents(300));
    const proof = deskOn([file]).event(0, 17)?.proof;
    expect(proof).toMatchObject({ holds: true, checkpoint: { size: 300 } });
    expect(proof?.path).toHaveLength(9);
  });

  test("show what was edited, and that it is not what was signed", () => {
    const file = journalWith(decisionEvents(3));
    const database = new DatabaseSync(file);
    database.exec("UPDATE body SET text = replace(text, 'deny', 'permit') WHERE sequence = 2");
    database.close();
    expect(deskOn([file]).event(0, 2)).toMatchObject({
      row: { event: { effect: "permit" } },
      proof: { holds: false },
    });
  });

  test("say how many events are missing or can no longer be read", () => {
    const file = journalWith(decisionEvents(9));
    const database = new DatabaseSync(file);
    database.exec(
      "DELETE FROM event WHERE sequence = 4; DELETE FROM body WHERE sequence = 6; UPDATE body SET text = '{' WHERE sequence = 7",
    );
    database.close();
    const desk = deskOn([file]);
    expect(desk.about().journals[0]).toMatchObject({ missing: 1, unreadable: 2, problem: null });
    expect(
      desk
        .rows(EVERYTHING, null, 0, 9)
        .rows.map(({ sequence, event }) => (event === null ? -sequence : sequence)),
    ).toEqual([9, 8, -7, -6, 5, 3, 2, 1]);
  });
});

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
