import browser from "webextension-polyfill";
import { AgentState } from "../../shared/wire/native.ts";

const KEY = "state";
const SEEN = "seen";

/**
 * Keeps the newest state for the next life of the worker: in the session area, which answers first and ends with the
 * browser, and in the local one, which outlasts it.
 */
export async function keepState(state: AgentState): Promise<void> {
  await Promise.all([
    browser.storage.session.set({ [KEY]: state }).catch(() => browser.storage.session.remove(KEY)), // too large for it: no older one may answer
    browser.storage.local.set({ [KEY]: state, [SEEN]: Date.now() }),
  ]);
}

/** The state of an earlier life, parsed again at this door; null where there is none or it does not parse. */
export async function recallState(): Promise<AgentState | null> {
  return (await recallFrom(browser.storage.session)) ?? recallFrom(browser.storage.local);
}

/** Keeps the latest moment that was seen: a clock that is set back while the browser is closed brings nothing back. */
export async function keepSeen(moment: number): Promise<void> {
  await browser.storage.local.set({ [SEEN]: moment });
}

/** The latest moment that earlier lives saw, milliseconds since 1970 UTC; 0: none is known. */
export async function recallSeen(): Promise<number> {
  const seen: unknown = (await browser.storage.local.get(SEEN))[SEEN];
  return typeof seen === "number" ? seen : 0;
}

async function recallFrom(area: {
  get(key: string): Promise<Record<string, unknown>>;
}): Promise<AgentState | null> {
  const parsed = AgentState.safeParse((await area.get(KEY))[KEY]);
  return parsed.success ? parsed.data : null;
}

/** The name of this installation, made once for a browser profile. */
export async function instanceName(): Promise<string> {
  const kept: unknown = (await browser.storage.local.get("instance"))["instance"];
  if (typeof kept === "string") return kept;
  const made = crypto.randomUUID();
  await browser.storage.local.set({ instance: made });
  return made;
}
