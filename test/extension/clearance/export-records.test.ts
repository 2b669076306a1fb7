import { describe, expect, test } from "vitest";
import { exportRecords } from "../../../extension/clearance/export-records.ts";
import type { RecordsAsk } from "../../../extension/clearance/line.ts";
import type { MineAnswer } from "../../../shared/wire/mine.ts";
import { RECORDS } from "./page-states.ts";

/** An agent that has some records, and gives at most so many at once. */
function agentWith(records: typeof RECORDS, most: number, problemAfter = Infinity) {
  const asks: RecordsAsk[] = [];
  const ask = (one: RecordsAsk): Promise<MineAnswer> => {
    asks.push(one);
    const older = records.filter(({ sequence }) => one.before === null || sequence < one.before);
    return Promise.resolve({
      type: "mine",
      n: asks.length,
      events: older.slice(0, most),
      more: older.length > most,
      total: one.before === null ? records.length : null,
      keeping: null,
      problem: asks.length > problemAfter ? "The journal cannot be read." : null,
    });
  };
  return { ask, asks };
}

describe("an export of one's own records", () => {
  test("has each of them once, as a line of JSON that is the record as it is kept", async () => {
    const told: [number, number | null][] = [];
    const { ask } = agentWith(RECORDS, 5);
    const exported = await exportRecords(
      ask,
      (...progress) => told.push(progress),
      new AbortController().signal,
    );
    if (exported === null || "problem" in exported) throw new Error("Nothing was exported.");
    const lines = (await exported.file.text()).trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(RECORDS.map(({ event }) => event));
    expect(exported.count).toBe(RECORDS.length);
    expect(told).toEqual([
      [5, 14],
      [10, 14],
      [14, 14],
    ]);
  });

  test("of nothing is an empty file", async () => {
    const exported = await exportRecords(agentWith([], 5).ask, () => undefined, new AbortController().signal);
    expect(exported).toMatchObject({ count: 0, file: { size: 0 } });
  });

  test("that fails on its way says why, and gives no part of a file", async () => {
    const { ask } = agentWith(RECORDS, 5, 1);
    const exported = await exportRecords(ask, () => undefined, new AbortController().signal);
    expect(exported).toEqual({ problem: "The journal cannot be read." });
  });

  test("that is canceled asks no more, and gives nothing", async () => {
    const end = new AbortController();
    const { ask, asks } = agentWith(RECORDS, 5);
    expect(await exportRecords(ask, () => end.abort(), end.signal)).toBeNull();
    expect(asks).toHaveLength(2);
  });
});
