import type { Inside } from "../tested/tested.ts";
import type { Ground } from "./fault.ts";

/** Breaks something in the extension's own realm, calls, and mends it. The function stands for itself. */
export async function brokenInside<A>(
  { browser, call, recovered }: Ground,
  breaks: (inside: Inside, argument: A) => unknown,
  argument: A,
): Promise<void> {
  await browser.inBackground(breaks, argument);
  await call(3);
  await mend({ browser });
  await recovered();
}

/** Undoes what was broken, unless it ended with the life of the worker. */
export async function mend({ browser }: Pick<Ground, "browser">): Promise<void> {
  await browser.inBackground((inside) => inside.heal?.(), null);
}

/** What the listener calls first throws. */
export function breakClock(inside: Inside): void {
  const { performance } = inside;
  const now = performance.now.bind(performance);
  Object.assign(inside, { heal: () => Object.assign(performance, { now }) });
  Object.assign(performance, {
    now: () => {
      throw new Error("It fails.");
    },
  });
}

/** Both stores refuse to write. */
export function fillStorage(inside: Inside): void {
  const store = inside.IDBObjectStore.prototype;
  const put: unknown = Reflect.get(store, "put");
  const add: unknown = Reflect.get(store, "add");
  const { local } = inside.chrome.storage;
  const set = local.set.bind(local);
  for (const name of ["put", "add"])
    Object.assign(store, {
      [name]: () => {
        throw new DOMException("There is no room.", "QuotaExceededError");
      },
    });
  Object.assign(local, { set: () => Promise.reject(new Error("QUOTA_BYTES quota exceeded")) });
  Object.assign(inside, {
    heal: () => {
      Object.assign(store, { put, add });
      Object.assign(local, { set });
    },
  });
}

/** The clock goes by a day, a month or ten years, back or ahead, as the number of the run says. */
export function moveClock(inside: Inside, run: number): void {
  const clock = inside.Date;
  const now = clock.now.bind(clock);
  const shifts = [-3_650, -30, -1, 1, 30, 3_650];
  const shift = (shifts[run % shifts.length] ?? 0) * 86_400_000;
  Object.assign(inside, { heal: () => Object.assign(clock, { now }) });
  Object.assign(clock, { now: () => now() + shift });
}

/** What the next life of the worker starts from is cut at so many thirtieths, or replaced. */
export async function tearSnapshot(inside: Inside, cut: number): Promise<void> {
  const { storage } = inside.chrome;
  const { state } = await storage.local.get(null);
  const text = JSON.stringify(state ?? null);
  const torn: readonly unknown[] = [text.slice(0, (text.length * cut) / 30), null, [], { clearance: {} }, 7];
  await storage.local.set({ state: torn[cut % torn.length] });
  await storage.session.clear();
}
