import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Alarm } from "../../../agent/daemon/alarm.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an alarm rings once, not before its time, and a new one replaces it", () => {
  const [alarm, rung] = [new Alarm(new AbortController().signal), vi.fn()];
  alarm.set(1_000, () => rung("first"));
  alarm.set(2_000, () => rung("second"));
  vi.advanceTimersByTime(2_000);
  expect(rung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(rung.mock.calls).toEqual([["second"]]);
  vi.advanceTimersByTime(10_000);
  expect(rung).toHaveBeenCalledOnce();
});

test("an alarm for a moment that has passed rings at once, one for none or after the end never", () => {
  const end = new AbortController();
  const [alarm, rung] = [new Alarm(end.signal), vi.fn()];
  alarm.set(-5_000, rung);
  vi.advanceTimersByTime(1);
  expect(rung).toHaveBeenCalledOnce();
  alarm.set(5, rung);
  alarm.set(null, rung);
  vi.advanceTimersByTime(100);
  alarm.set(5, rung);
  end.abort();
  vi.advanceTimersByTime(100);
  expect(rung).toHaveBeenCalledOnce();
});

test("an alarm beyond the reach of timers rings early, not at once", () => {
  const [alarm, rung] = [new Alarm(new AbortController().signal), vi.fn()];
  alarm.set(10_000_000_000, rung);
  vi.advanceTimersByTime(2_147_483_646);
  expect(rung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(rung).toHaveBeenCalledOnce();
});
