import { beforeEach, expect, test, vi } from "vitest";
import { CLEARANCE, NOW } from "../states.ts";

type Listener = (details: Record<string, unknown>) => void;
const fake = vi.hoisted(() => {
  const turned = new Set<unknown>();
  const failed = new Set<unknown>();
  const [onBeforeRedirect, onErrorOccurred] = [turned, failed].map((listeners) => ({
    addListener: (listener: unknown) => listeners.add(listener),
    removeListener: (listener: unknown) => listeners.delete(listener),
  }));
  return { turned, failed, webRequest: { onBeforeRedirect, onErrorOccurred } };
});
vi.mock("webextension-polyfill", () => ({ default: { webRequest: fake.webRequest } }));

const { KeptPages } = await import("../../../extension/worker/kept-pages.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");

beforeEach(() => {
  fake.turned.clear();
  fake.failed.clear();
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const listening = (): [number, number] => [fake.turned.size, fake.failed.size];

function world() {
  const posture = new Posture("1.0.0", NOW);
  const told: string[] = [];
  const pages = new KeptPages(posture, {
    turned: ({ url }, to) => told.push(`${url} to ${to}`),
    failed: ({ url }) => told.push(`${url} failed`),
  });
  const open = () => {
    const health = { version: "1", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
    posture.apply({ type: "state", clearance: CLEARANCE, health, promptKey: "0".repeat(64) });
    posture.baseline(true);
  };
  return { posture, pages, told, open };
}

test("the fate of pages is heard from the first turn until the baseline is lifted, however long that takes", () => {
  const { told, open } = world();
  vi.advanceTimersByTime(3_600_000);
  expect(listening()).toEqual([1, 1]);
  for (const listener of fake.turned) (listener as Listener)({ url: "https://a.example/", redirectUrl: "b" });
  for (const listener of fake.failed) (listener as Listener)({ url: "https://a.example/" });
  expect(told).toEqual(["https://a.example/ to b", "https://a.example/ failed"]);
  open();
  vi.advanceTimersByTime(5_000);
  expect(listening()).toEqual([1, 1]); // what was turned before it was lifted is still to be told
  vi.advanceTimersByTime(60_000);
  expect(listening()).toEqual([0, 0]);
});

test("and again in the turn in which a page is kept, for a moment after the last", () => {
  const { pages, open } = world();
  open();
  vi.advanceTimersByTime(60_000);
  pages.kept();
  expect(listening()).toEqual([1, 1]);
  vi.advanceTimersByTime(9_000);
  pages.kept();
  vi.advanceTimersByTime(9_000);
  expect(listening()).toEqual([1, 1]);
  vi.advanceTimersByTime(60_000);
  expect(listening()).toEqual([0, 0]);
});

test("and again as soon as the baseline is to come back", () => {
  const { posture, open } = world();
  open();
  vi.advanceTimersByTime(60_000);
  posture.baseline(false);
  expect(listening()).toEqual([1, 1]);
  vi.advanceTimersByTime(60_000);
  expect(listening()).toEqual([1, 1]);
});
