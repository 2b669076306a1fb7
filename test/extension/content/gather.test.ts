import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gather, TOGETHER, type Told } from "../../../extension/content/gather.ts";
import type { Notice } from "../../../shared/wire/screen.ts";
import { NOTICE, UNNAMED } from "../states.ts";

const later = (milliseconds: number, notice: Notice = NOTICE): Notice => ({
  ...notice,
  time: notice.time + milliseconds,
});
const first = gather(null, NOTICE);

describe("denials", () => {
  test("of one model on one host within seconds are one notice with a count", () => {
    const told = gather(gather(first, later(1_000)), later(2_000));
    expect(told).toEqual({ notice: later(2_000), count: 3, closed: false });
  });

  test.each([
    ["another host", { ...NOTICE, host: "chatgpt.com" }],
    ["another model", UNNAMED],
    [
      "another reason",
      { ...NOTICE, decision: { ...NOTICE.decision, because: "Since today it is limited to vetted people." } },
    ],
    ["a later time", later(TOGETHER)],
  ])("of %s start anew", (_, notice) => {
    expect(gather(first, notice)).toEqual({ notice, count: 1, closed: false });
  });

  test("of a page that tries again and again do not reopen a notice that was closed", () => {
    let told: Told = { ...first, closed: true };
    for (let n = 1; n <= 20; n++) told = gather(told, later(n * (TOGETHER - 1)));
    expect(told).toMatchObject({ count: 21, closed: true });
  });

  test("that come later, or are of something else, are shown although the last was closed", () => {
    const closed = { ...first, closed: true };
    expect(gather(closed, later(TOGETHER)).closed).toBe(false);
    expect(gather(closed, UNNAMED).closed).toBe(false);
  });

  test("are never more than one notice, which is always the newest", () => {
    const notices = fc.array(
      fc.record({ wait: fc.nat(2 * TOGETHER), host: fc.constantFrom("a.example", "b.example") }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(notices, (some) => {
        let told: Told | null = null;
        let { time } = NOTICE;
        for (const { wait, host } of some) {
          time += wait;
          told = gather(told, { ...NOTICE, host, time });
          expect(told.notice.time).toBe(time);
          expect(told.count).toBeLessThanOrEqual(some.length);
        }
      }),
    );
  });
});
