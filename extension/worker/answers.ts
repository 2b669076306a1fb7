import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { QuestionAnswer } from "../../shared/wire/question.ts";
import type { Approvals } from "./approvals.ts";
import type { Questions } from "./questions.ts";

/** Where answers wait for the worker's next life; the area ends with the browser, and no page reaches it. */
const KEY = "answers";

/**
 * Hears what people answer, from the content script over the page alone: pages have no way to send here, and a question's
 * id goes to that script only. Replies whether the answer was taken.
 */
export function hearAnswers(questions: Questions): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = z.safeParse(QuestionAnswer, message);
    if (!parsed.success) return undefined;
    const tab = sender.id === browser.runtime.id && sender.frameId === 0 ? sender.tab?.id : undefined;
    const taken = tab !== undefined && questions.answer(tab, parsed.data, Date.now());
    return Promise.resolve({ taken });
  });
  browser.tabs.onRemoved.addListener((tab) => questions.left(tab, Date.now()));
}

/** Keeps answers for the next life of the worker. Until they are back, people are asked again. */
export function keepAnswers(answers: Approvals): void {
  answers.watch(() => void browser.storage.session.set({ [KEY]: answers.kept() }));
  browser.storage.session.get(KEY).then(
    (area) => answers.recall(area[KEY]),
    () => undefined, // an area that cannot be read costs a question, no more
  );
}
