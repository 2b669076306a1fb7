import { answerTo } from "../design/question-parts.ts";
import type { Given } from "../design/reason-form.ts";
import type { Question, QuestionAnswer } from "../../shared/wire/question.ts";
import { type Standing, standUp } from "./over-page.ts";
import { questionCard } from "./question-card.ts";
import { raise } from "./top-layer.ts";

/** The one question over a page. The focus goes in, and returns to where the person was. */
export class QuestionOverPage {
  readonly #answer: (answer: QuestionAnswer) => void;
  #standing: Standing | null = null;
  #question: Question | null = null;
  #before: Element | null = null;

  constructor(answer: (answer: QuestionAnswer) => void) {
    this.#answer = answer;
  }

  /** Asks; a question that still stands is asked no more. */
  ask(question: Question): void {
    this.#close();
    this.#question = question;
    this.#before = document.activeElement;
    const standing = standUp(() => this.#decide(null));
    this.#standing = standing;
    const card = questionCard(question, {
      decide: (given) => this.#decide(given),
      over: () => this.withdraw(question.id),
      signal: standing.end.signal,
    });
    standing.root.replaceChildren(card);
    raise(standing.host);
    card.focus({ preventScroll: true });
  }

  /** The worker waits for an answer no longer. */
  withdraw(id: string): void {
    if (this.#question?.id === id) this.#close();
  }

  #decide(given: Given | null): void {
    if (this.#question === null) return;
    const { id } = this.#question;
    this.#close();
    this.#answer(answerTo(id, given));
  }

  #close(): void {
    const before = this.#before;
    this.#standing?.end.abort();
    this.#standing = null;
    this.#question = null;
    this.#before = null;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }
}
