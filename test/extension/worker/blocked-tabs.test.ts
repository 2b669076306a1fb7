import { afterEach, beforeEach, expect, test, vi } from "vitest";

type Listener = (tab: number, change: { status?: string }) => void;
const tabs = vi.hoisted(() => ({
  heard: new Set<Listener>(),
  led: [] as number[],
  now: { status: "complete" } as { status: string; url?: string },
}));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: { getURL: (path: string) => `moz-extension://x/${path}` },
    tabs: {
      onUpdated: {
        addListener: (listener: Listener) => tabs.heard.add(listener),
        removeListener: (listener: Listener) => tabs.heard.delete(listener),
      },
      update: async (tab: number) => void tabs.led.push(tab),
      get: async () => tabs.now,
    },
  },
}));

const { BlockedTabs } = await import("../../../extension/worker/blocked-tabs.ts");

beforeEach(() => {
  vi.useFakeTimers();
  tabs.heard.clear();
  tabs.led.length = 0;
  tabs.now = { status: "complete" };
});
afterEach(() => vi.useRealTimers());

/** The browser says that a tab is at rest, and time goes by. */
async function rest(tab: number): Promise<void> {
  for (const listener of tabs.heard) listener(tab, { status: "complete" });
  await vi.advanceTimersByTimeAsync(1_000);
}

test("a tab that rests empty is led again, three times at most, and then no more is listened to", async () => {
  new BlockedTabs().lead(7);
  for (let n = 0; n < 5; n += 1) await rest(7);
  expect(tabs.led).toEqual([7, 7, 7]);
  expect(tabs.heard.size).toBe(0);
});

test("a tab whose page has come is led no more", async () => {
  const blocked = new BlockedTabs();
  blocked.lead(7);
  blocked.arrived(7);
  await rest(7);
  expect(tabs.led).toEqual([7]);
  expect(tabs.heard.size).toBe(0);
});

test("a tab that the person took elsewhere is left alone", async () => {
  tabs.now = { status: "complete", url: "https://intranet.example/" };
  new BlockedTabs().lead(7);
  await rest(7);
  await rest(7);
  expect(tabs.led).toEqual([7]);
});

test("a tab that still loads is waited for, and other tabs say nothing of it", async () => {
  const blocked = new BlockedTabs();
  blocked.lead(7);
  await rest(8);
  tabs.now = { status: "loading" };
  await rest(7);
  expect(tabs.led).toEqual([7]);
  tabs.now = { status: "complete" };
  await rest(7);
  expect(tabs.led).toEqual([7, 7]);
});
