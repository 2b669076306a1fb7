import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { listenToWorker } from "../../../extension/design/worker-port.ts";
import { installFakeBrowser } from "../fake-browser.ts";

const State = z.strictObject({ n: z.number() });

beforeEach(() => {
  vi.useFakeTimers();
  installFakeBrowser({ locale: "en-GB", messages: {}, pushes: {} });
});

afterEach(() => {
  vi.useRealTimers();
});

function listened(): number[] {
  const taken: number[] = [];
  listenToWorker("popup", State, ({ n }) => taken.push(n));
  return taken;
}

describe("a screen that listens to the worker", () => {
  test("takes each state that is pushed, in order", () => {
    const taken = listened();
    fakeWorker.push("popup", { n: 1 });
    fakeWorker.push("popup", { n: 2 });
    expect(taken).toEqual([1, 2]);
  });

  test("opens its port again when the browser ends the worker", async () => {
    const taken = listened();
    fakeWorker.die();
    await vi.advanceTimersByTimeAsync(250);
    expect(fakeWorker.opened).toEqual(["popup", "popup"]);
    fakeWorker.push("popup", { n: 3 });
    expect(taken).toEqual([3]);
  });

  test("waits longer each time while the worker keeps dying, and 5 s at most", async () => {
    listened();
    for (const wait of [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
      const before = fakeWorker.opened.length;
      fakeWorker.die();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(fakeWorker.opened).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(fakeWorker.opened).toHaveLength(before + 1);
    }
  });

  test("is quick again after a worker that spoke", async () => {
    listened();
    fakeWorker.die();
    await vi.advanceTimersByTimeAsync(250);
    fakeWorker.push("popup", { n: 1 });
    fakeWorker.die();
    await vi.advanceTimersByTimeAsync(250);
    expect(fakeWorker.opened).toHaveLength(3);
  });

  test("takes nothing that is not a state", () => {
    const taken = listened();
    expect(() => {
      fakeWorker.push("popup", { n: "1" });
    }).toThrow();
    expect(taken).toEqual([]);
  });
});
