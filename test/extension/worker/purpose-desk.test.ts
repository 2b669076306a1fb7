import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Clearance } from "../../../shared/schema/clearance.ts";
import { CLEARANCE } from "../states.ts";

type Heard = (message: unknown, sender: object) => unknown;
const world = vi.hoisted(() => ({
  heard: [] as Heard[],
  kept: {} as Record<string, unknown>,
  isBroken: false,
}));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: {
      id: "ours",
      getURL: (path: string) => `chrome-extension://ours/${path}`,
      onMessage: { addListener: (listener: Heard) => world.heard.push(listener) },
    },
    storage: {
      session: {
        get: (key: string) =>
          world.isBroken ? Promise.reject(new Error("broken")) : Promise.resolve({ [key]: world.kept[key] }),
        set: (values: object) => Promise.resolve(void Object.assign(world.kept, structuredClone(values))),
      },
    },
  },
}));

const { followPurpose, hearPurposes, keepPurpose } =
  await import("../../../extension/worker/purpose-desk.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 12, 8);
const POPUP = { id: "ours", url: "chrome-extension://ours/popup/index.html" };

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  world.heard.length = 0;
  world.kept = {};
  world.isBroken = false;
});

afterEach(() => {
  vi.useRealTimers();
});

function apply(posture: InstanceType<typeof Posture>, person: string): void {
  const clearance: Clearance = {
    ...CLEARANCE,
    holder: { ...CLEARANCE.holder, id: person },
    purposes: [{ id: "review", name: "Incident review" }],
    purposeLasts: 8 * HOUR,
  };
  const health = { version: "1", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
}

/** One life of the worker, in which this person is known. */
async function life(person = "ann") {
  world.heard.length = 0;
  const posture = new Posture("1.0.0", NOW);
  hearPurposes(posture);
  followPurpose(posture);
  await keepPurpose(posture);
  apply(posture, person);
  return { posture, purpose: () => posture.purpose.at(Date.now())?.purpose ?? null };
}

const said = (message: unknown, sender: object = POPUP) => world.heard[0]?.(message, sender);
const REVIEW = { type: "declare_purpose", purpose: "review" };

describe("a declaration", () => {
  test("is taken from a page of the extension, and answered", async () => {
    const { purpose } = await life();
    expect(await said(REVIEW)).toEqual({ taken: true });
    expect(purpose()).toBe("review");
    expect(await said({ ...REVIEW, purpose: "leisure" })).toEqual({ taken: false });
    expect(purpose()).toBe("review");
    expect(await said({ ...REVIEW, purpose: null })).toEqual({ taken: true });
    expect(purpose()).toBeNull();
  });

  test.each([
    { id: "ours", url: "https://chatgpt.com/", tab: { id: 1 }, frameId: 0 },
    { id: "ours", url: "https://chrome-extension.ours/popup/index.html" },
    { id: "ours", url: "https://evil.example/?chrome-extension://ours/popup/index.html" },
    { id: "ours" },
    { id: "theirs", url: POPUP.url },
    { url: POPUP.url },
  ])("is not taken from anybody else: %j", async (sender) => {
    const { purpose } = await life();
    expect(said(REVIEW, sender)).toBeUndefined();
    expect(purpose()).toBeNull();
  });

  test.each([
    null,
    "review",
    { type: "declare_purpose" },
    { ...REVIEW, more: 1 },
    { ...REVIEW, purpose: "" },
  ])("that is none is nothing: %j", async (message) => {
    const { purpose } = await life();
    expect(said(message)).toBeUndefined();
    expect(purpose()).toBeNull();
  });

  test("survives the worker, and ends by itself in the next life", async () => {
    await life();
    await said(REVIEW);
    vi.setSystemTime(NOW + HOUR);
    const { posture, purpose } = await life();
    expect(purpose()).toBe("review");
    const changed = vi.fn();
    posture.watch(changed);
    vi.advanceTimersByTime(7 * HOUR - 1);
    expect(changed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(changed).toHaveBeenCalled();
    expect(purpose()).toBeNull();
    expect(world.kept).toEqual({ purpose: null });
  });

  test("is forgotten where somebody else is known in the next life", async () => {
    await life();
    await said(REVIEW);
    const { posture, purpose } = await life("ben");
    expect(purpose()).toBeNull();
    expect(world.kept).toEqual({ purpose: null });
    apply(posture, "ann");
    expect(purpose()).toBeNull();
  });

  test("is lost where the area cannot be read, and can be made again", async () => {
    world.isBroken = true;
    const { purpose } = await life();
    expect(purpose()).toBeNull();
    await said(REVIEW);
    expect(purpose()).toBe("review");
  });
});
