import { setTimeout as pause } from "node:timers/promises";
import { stopWorkers } from "../browser/service-worker.ts";
import { killExtensionProcess } from "./extension-process.ts";
import type { Fault, Ground } from "./fault.ts";

/** What the extension's own API is asked for, inside its worker. */
interface Inside {
  readonly chrome: {
    readonly runtime: {
      reload(): void;
      readonly onUpdateAvailable: { dispatch(details: object): void };
    };
    readonly storage: {
      readonly local: { get(of: null): Promise<Record<string, unknown>>; set(items: object): Promise<void> };
      readonly session: { clear(): Promise<void> };
    };
  };
}

/** Faults of a browser that runs, each with what is called while it lasts. */
export const FAULTS: readonly Fault[] = [
  { name: "listener throws", reason: null, run: listenerThrows },
  {
    name: "worker stopped",
    reason: null,
    run: async ({ page, call }) => {
      await stopWorkers(page);
      await call();
    },
  },
  {
    name: "worker killed, call at once",
    reason: "The browser lets requests go whose events were with the process that died, for about 5 ms.",
    run: (ground) => killed(ground, 0),
  },
  { name: "worker killed, call after 50 ms", reason: null, run: (ground) => killed(ground, 50) },
  { name: "agent killed", reason: null, run: agentKilled },
  { name: "snapshot torn", reason: null, run: snapshotTorn },
  { name: "storage full", reason: null, run: storageFull },
  { name: "clock moved", reason: null, run: clockMoved },
  { name: "extension updated under load", reason: null, runsOfBrowser: 4, run: updated },
  {
    name: "extension reloaded under load",
    runsOfBrowser: 4,
    reason:
      "A reload that the browser does not announce, as by a developer's hand, leaves the session rule in place while no listener is there.",
    run: reloaded,
  },
];

async function listenerThrows({ worker, call, recovered }: Ground): Promise<void> {
  await (
    await worker()
  ).evaluate(() => {
    const now = performance.now.bind(performance);
    Object.assign(globalThis, { heal: () => Object.assign(performance, { now }) });
    performance.now = () => {
      throw new Error("It fails.");
    };
  });
  await call(3);
  await (await worker()).evaluate(() => (globalThis as unknown as { heal: () => void }).heal());
  await recovered();
}

async function killed({ world, call, recovered }: Ground, after: number): Promise<void> {
  await killExtensionProcess(world.folder);
  if (after > 0) await pause(after);
  await call();
  await recovered();
}

async function agentKilled({ world, call, recovered }: Ground): Promise<void> {
  await world.agent.kill();
  await call(3);
  await world.agent.start();
  await recovered();
}

/** Damages what the next life of the worker starts from, which then is all that it has. */
async function snapshotTorn({ world, page, worker, call, recovered }: Ground, n: number): Promise<void> {
  await world.agent.kill();
  await (
    await worker()
  ).evaluate(async (cut) => {
    const { storage } = (globalThis as unknown as Inside).chrome;
    const { state } = await storage.local.get(null);
    const text = JSON.stringify(state ?? null);
    const torn: readonly unknown[] = [
      text.slice(0, (text.length * cut) / 30),
      null,
      [],
      { clearance: {} },
      7,
    ];
    await storage.local.set({ state: torn[cut % torn.length] });
    await storage.session.clear();
  }, n);
  await stopWorkers(page);
  await call(3);
  await world.agent.start();
  await recovered();
}

async function storageFull({ worker, call, recovered }: Ground): Promise<void> {
  await (
    await worker()
  ).evaluate(() => {
    const store = IDBObjectStore.prototype;
    const put: unknown = Reflect.get(store, "put");
    const add: unknown = Reflect.get(store, "add");
    const { local } = (globalThis as unknown as Inside).chrome.storage;
    const set = local.set.bind(local);
    for (const name of ["put", "add"])
      Object.assign(store, {
        [name]: () => {
          throw new DOMException("There is no room.", "QuotaExceededError");
        },
      });
    Object.assign(local, { set: () => Promise.reject(new Error("QUOTA_BYTES quota exceeded")) });
    Object.assign(globalThis, {
      heal: () => {
        Object.assign(store, { put, add });
        Object.assign(local, { set });
      },
    });
  });
  await call(3);
  await (await worker()).evaluate(() => (globalThis as unknown as { heal: () => void }).heal());
  await recovered();
}

async function clockMoved({ worker, call, recovered }: Ground, n: number): Promise<void> {
  await (
    await worker()
  ).evaluate((run) => {
    const now = Date.now.bind(Date);
    const shifts = [-3_650, -30, -1, 1, 30, 3_650];
    const shift = (shifts[run % shifts.length] ?? 0) * 86_400_000;
    Object.assign(globalThis, { heal: () => Object.assign(Date, { now }) });
    Date.now = () => now() + shift;
  }, n);
  await call(3);
  await (await worker()).evaluate(() => (globalThis as unknown as { heal: () => void }).heal());
  await recovered();
}

/** Says that an update is there, as the browser does; what then happens is the extension's own doing. */
async function updated({ worker, call, recovered }: Ground): Promise<void> {
  const own = await worker();
  const gone = own
    .evaluate(() =>
      (globalThis as unknown as Inside).chrome.runtime.onUpdateAvailable.dispatch({ version: "9" }),
    )
    .catch(() => undefined);
  const ended = new Promise<void>((resolve) => own.once("close", () => resolve()));
  for (let n = 0; n < 10; n += 1) await call(10);
  await gone;
  await ended;
  await recovered();
}

async function reloaded({ worker, call, recovered }: Ground): Promise<void> {
  const own = await worker();
  const gone = own
    .evaluate(() => (globalThis as unknown as Inside).chrome.runtime.reload())
    .catch(() => undefined);
  for (let n = 0; n < 10; n += 1) await call(10);
  await gone;
  await recovered();
}
