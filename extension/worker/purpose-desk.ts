import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { DeclarePurpose, type PurposeTaken } from "../../shared/wire/purpose.ts";
import type { Posture } from "./posture.ts";

/** Where a declaration waits for the worker's next life; the area ends with the browser, and no page reaches it. */
const KEY = "purpose";

/** Hears what people declare on pages of the extension. The sender's address is the browser's word. */
export function hearPurposes({ purpose }: Posture): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (!isOurPage(sender)) return undefined;
    const parsed = z.safeParse(DeclarePurpose, message);
    if (!parsed.success) return undefined;
    return Promise.resolve<PurposeTaken>({ taken: purpose.declare(parsed.data.purpose, Date.now()) });
  });
}

/** A content script has its page's address, so what speaks through one is never ours. */
function isOurPage({ id, url }: Runtime.MessageSender): boolean {
  return id === browser.runtime.id && url !== undefined && url.startsWith(browser.runtime.getURL(""));
}

/** Keeps the declaration for the next life of the worker. Until it is back none counts. */
export async function keepPurpose({ purpose }: Posture): Promise<void> {
  purpose.watch(() => void browser.storage.session.set({ [KEY]: purpose.kept() }));
  try {
    purpose.recall((await browser.storage.session.get(KEY))[KEY]);
  } catch {
    // An area that cannot be read costs a declaration, no more.
  }
}

/** Ends the declaration when its time is over, a day at most, and when somebody else is there. */
export function followPurpose(posture: Posture): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  posture.watch(() => {
    const now = Date.now();
    posture.purpose.heed(now);
    clearTimeout(timer);
    const declared = posture.purpose.at(now);
    if (declared === null) return;
    timer = setTimeout(() => posture.purpose.heed(Date.now()), declared.until - now);
  });
}
