import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { QuestionAnswer } from "../../shared/wire/question.ts";
import type { Approvals } from "./approvals.ts";
import { BLOCKED_PAGE } from "./blocked-page.ts";

/** Where answers wait for the worker's next life; the area ends with the browser, and no page reaches it. */
const KEY = "answers";

/** Whoever asked people something. */
interface Asker {
  /** False where this tab was not asked that, or it is no answer to it. */
  readonly answer: (tab: number, answer: QuestionAnswer, now: number) => boolean;
}

/**
 * Hears what people answer, from the content script over a page, and from our blocked page to what that one asked: pages
 * have no way to send here, and a question's id goes to whom shows it only. Tab and address are the browser's word.
 * Replies whether the answer was taken.
 */
export function hearAnswers(overPages: Asker, onBlockedPages: Asker): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = z.safeParse(QuestionAnswer, message);
    if (!parsed.success) return undefined;
    const tab = sender.id === browser.runtime.id && sender.frameId === 0 ? sender.tab?.id : undefined;
    const asker = isBlockedPage(sender.url) ? onBlockedPages : overPages;
    const taken = tab !== undefined && asker.answer(tab, parsed.data, Date.now());
    return Promise.resolve({ taken });
  });
}

function isBlockedPage(address: string | undefined): boolean {
  return address?.split(/[?#]/, 1)[0] === BLOCKED_PAGE;
}

/** Keeps answers for the next life of the worker. Until they are back, people are asked again. */
export function keepAnswers(answers: Approvals): void {
  answers.watch(() => void browser.storage.session.set({ [KEY]: answers.kept() }));
  browser.storage.session.get(KEY).then(
    (area) => answers.recall(area[KEY]),
    () => undefined, // an area that cannot be read costs a question, no more
  );
}
