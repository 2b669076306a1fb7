import * as z from "zod/mini";
import { webExtension } from "../design/web-extension.ts";
import { Question, type QuestionAnswer, Withdrawn } from "../../shared/wire/question.ts";
import { Notice, ServedNotice } from "../../shared/wire/screen.ts";
import { AccessNotice, type AskFor } from "../../shared/wire/request-page.ts";
import { NoticeOverPage } from "./notice-over-page.ts";
import { guardTyping } from "./over-page.ts";
import { QuestionOverPage } from "./question-over-page.ts";

/** Marks this isolated world, which the page cannot see: the script may be injected again on demand. */
const LISTENING = Symbol.for("lanyard.notice");

const Shown = z.discriminatedUnion("type", [Notice, ServedNotice, AccessNotice, Question, Withdrawn]);

if (!Object.hasOwn(globalThis, LISTENING)) {
  Object.defineProperty(globalThis, LISTENING, { value: true });
  guardTyping();
  const notices = new NoticeOverPage((notice) => void say({ type: "ask_for", notice }));
  const questions = new QuestionOverPage((answer) => void say(answer));
  webExtension().runtime.onMessage.addListener((message: unknown) => {
    const shown = z.safeParse(Shown, message);
    if (!shown.success) return;
    if (shown.data.type === "notice") notices.show(shown.data);
    else if (shown.data.type === "served") notices.showServed(shown.data);
    else if (shown.data.type === "access") notices.showAccess(shown.data);
    else if (shown.data.type === "question") questions.ask(shown.data);
    else questions.withdraw(shown.data.id);
  });
}

/** A worker that has forgotten the question takes no answer: the call has failed, and the text is still there. */
async function say(answer: QuestionAnswer | z.infer<typeof AskFor>): Promise<void> {
  await webExtension()
    .runtime.sendMessage(answer)
    .catch(() => undefined);
}
