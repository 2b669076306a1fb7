import "fake-indexeddb/auto";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Outbox } from "../../../extension/worker/outbox.ts";
import type { LifecycleEvent } from "../../../shared/schema/audit-event.ts";

let boxes = 0;
const fresh = (limit?: number): Outbox => new Outbox(`outbox-${(boxes += 1)}`, limit);

function events(count: number, from = 0): LifecycleEvent[] {
  return Array.from({ length: count }, (_none, n) => ({
    id: `event-${from + n}`,
    time: 1_000 + from + n,
    kind: "lifecycle",
    part: "extension",
    what: "started",
    detail: "",
  }));
}

test("events leave in the order they came, and stay until they are forgotten", async () => {
  const outbox = fresh();
  await outbox.add(events(3));
  const delivery = await outbox.next();
  expect(delivery.events.map(({ id }) => id)).toEqual(["event-0", "event-1", "event-2"]);
  expect((await outbox.next()).events).toHaveLength(3);

  await outbox.forget(delivery.keys.slice(0, 2));
  expect((await outbox.next()).events.map(({ id }) => id)).toEqual(["event-2"]);
  expect(await outbox.waiting()).toBe(1);
});

test("what was just put there is delivered without a word from the disk, once it is known what else waits", async () => {
  const outbox = fresh();
  await outbox.add(events(1));
  const asked = vi.spyOn(IDBObjectStore.prototype, "getAll");
  const { keys } = await outbox.next();
  expect(asked).toHaveBeenCalledTimes(1);
  await outbox.add(events(2, 1));
  await outbox.forget(keys);
  expect((await outbox.next()).events.map(({ id }) => id)).toEqual(["event-1", "event-2"]);
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
});

test("whatever comes and goes at once, the next delivery is the oldest of what is on the disk", async () => {
  const step = fc.oneof(
    fc.record({ add: fc.constantFrom(0, 1, 2, 300) }),
    fc.record({ forget: fc.constantFrom(1, 2, 400) }),
    fc.record({ look: fc.constant(true) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, isSlow) => {
      const name = `outbox-${(boxes += 1)}`;
      const outbox = new Outbox(name);
      const going: Promise<unknown>[] = [];
      let count = 0;
      for (const one of steps) {
        if ("add" in one) going.push(outbox.add(events(one.add, (count += one.add) - one.add)));
        else if ("look" in one) going.push(outbox.next());
        else {
          const { keys } = await outbox.next();
          going.push(outbox.forget(keys.slice(0, one.forget)));
          await going.at(-1);
        }
        if (isSlow) await Promise.all(going);
      }
      await Promise.all(going);
      expect(await outbox.next()).toEqual(await new Outbox(name).next());
      expect(await outbox.waiting()).toBe(await new Outbox(name).waiting());
    }),
    { numRuns: 60 },
  );
});

test("a delivery is bounded", async () => {
  const outbox = fresh();
  await outbox.add(events(1_200));
  const { events: first, keys } = await outbox.next();
  expect(first).toHaveLength(500);
  await outbox.forget(keys.slice(0, 10));
  const { events: second } = await outbox.next();
  expect([second.length, second[0]?.id]).toEqual([500, "event-10"]);
});

test("what waits outlives the worker", async () => {
  await new Outbox("kept").add(events(2));
  expect(await new Outbox("kept").waiting()).toBe(2);
});

test("past its bound it counts, and the count becomes one gap record with its span", async () => {
  const outbox = fresh(10);
  await outbox.add(events(8));
  await outbox.add(events(5, 8));
  await outbox.add(events(7, 13));
  expect(await outbox.waiting()).toBe(10);
  expect(await outbox.dropped()).toBe(10);

  const { keys } = await outbox.next();
  await outbox.forget(keys);
  await outbox.closeGap("gap-record", 9_000);
  expect(await outbox.dropped()).toBe(0);
  expect((await outbox.next()).events).toEqual([
    { id: "gap-record", time: 9_000, kind: "gap", what: "outbox_full", count: 10, from: 1_010, until: 1_019 },
  ]);
});

test("without a gap none is recorded", async () => {
  const outbox = fresh();
  await outbox.closeGap("gap-record", 9_000);
  expect(await outbox.waiting()).toBe(0);
});
