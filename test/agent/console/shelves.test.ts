import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { EVERYTHING } from "../../../agent/console/api/filter.ts";
import { exportLines } from "../../../agent/journal/export.ts";
import { EVERYTHING as WHOLE } from "../../../agent/journal/filter.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { deskOn } from "./desk-on.ts";
import { journalWith } from "./open-console.ts";
import { KEY } from "./signing-key.ts";

describe("the records that are opened", () => {
  test("are journals, and exports of them, which have what was asked for and say how much they left out", () => {
    const file = journalWith(
      Array.from({ length: 600 }, (_, index) =>
        decisionEvent(`event-${String(index).padStart(6, "0")}`, { person: index % 3 === 0 ? "a" : "b" }),
      ),
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
    journal.prune({
      retention: { days: 1, megabytes: null, permitsDays: null, sealedDays: null },
      at: Date.now(),
    });
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
