import fc from "fast-check";
import { expect, test } from "vitest";
import { type Count, Hourly } from "../../../extension/worker/hourly.ts";

const HOUR = 3_600_000;

function world() {
  const told: (Count & { readonly thing: string })[] = [];
  const hourly = new Hourly<string>((thing, count) => told.push({ thing, ...count }));
  const see = (key: string, time: number, sight = { visits: 0, calls: 1 }) =>
    hourly.see(key, sight, time, () => `first at ${time}`);
  return { told, hourly, see };
}

test("the first sight is told at once, and the rest of the hour together", () => {
  const { told, hourly, see } = world();
  see("a", 1_000, { visits: 1, calls: 0 });
  expect(told).toEqual([{ thing: "first at 1000", visits: 1, calls: 0, from: 1_000, until: 1_000 }]);
  see("a", 2_000);
  see("a", 3_000, { visits: 1, calls: 0 });
  hourly.tellDue(HOUR);
  expect(told).toHaveLength(1);
  hourly.tellDue(HOUR + 1_000);
  expect(told[1]).toEqual({ thing: "first at 1000", visits: 1, calls: 1, from: 2_000, until: 3_000 });
});

test("what was not seen again for an hour is forgotten, and new when it comes back", () => {
  const { told, hourly, see } = world();
  see("a", 0);
  hourly.tellDue(HOUR);
  expect(hourly.kept()).toEqual([]);
  see("a", HOUR + 1);
  expect(told.map(({ thing }) => thing)).toEqual(["first at 0", `first at ${HOUR + 1}`]);
});

test("the next life goes on where the last one ended", () => {
  const { hourly, see } = world();
  see("a", 0);
  see("a", 5);
  const next = world();
  next.hourly.recall(hourly.kept());
  next.see("a", 10);
  next.hourly.tellDue(HOUR);
  expect(next.told).toEqual([{ thing: "first at 0", visits: 0, calls: 2, from: 5, until: 10 }]);
});

test("a clock that was set back tells what waits, and goes on", () => {
  const { told, see } = world();
  see("a", 10 * HOUR);
  see("a", 10 * HOUR + 1);
  see("a", 5);
  expect(told).toHaveLength(2);
});

function sum(counts: readonly { readonly calls: number }[]): number {
  return counts.reduce((all, { calls }) => all + calls, 0);
}

test("what is told adds up to what was seen, with at most one telling of each thing an hour", () => {
  const sights = fc.array(
    fc.record({ key: fc.constantFrom("a", "b", "c"), after: fc.nat(HOUR), calls: fc.nat(3) }),
  );
  fc.assert(
    fc.property(sights, (seen) => {
      const { told, hourly, see } = world();
      let time = 0;
      for (const { key, after, calls } of seen) see(key, (time += after), { visits: 0, calls });
      hourly.tellDue(time + HOUR);
      expect(sum(told)).toBe(sum(seen));
      expect(told.length).toBeLessThanOrEqual(3 * (Math.ceil(time / HOUR) + 2));
    }),
  );
});
