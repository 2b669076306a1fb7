import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { element, icon } from "../design/element.ts";
import { answerTo, type Asking, questionParts } from "../design/question-parts.ts";
import type { Given } from "../design/reason-form.ts";
import type { Question, QuestionAnswer } from "../../shared/wire/question.ts";

interface AskedProps {
  readonly question: Question;
  readonly onAnswer: (answer: QuestionAnswer) => void;
}

/**
 * A question in the place of a page, made once: what the person has typed outlasts each new state. The focus goes in, and
 * Esc is a no, as over a page.
 */
export function Asked({ question, onAnswer }: AskedProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const end = new AbortController();
    const decide = (given: Given | null): void => onAnswer(answerTo(question.id, given));
    // The worker says when the time is over.
    const section = questionOnPage(question, { decide, over: () => undefined, signal: end.signal });
    place.current?.replaceChildren(section);
    section.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.isTrusted && event.key === "Escape") decide(null);
    };
    document.addEventListener("keydown", onKey, { signal: end.signal });
    return () => end.abort();
  }, [question.id]);
  return <div ref={place} />;
}

function questionOnPage(question: Question, asking: Asking): HTMLElement {
  const { attributes, state, headline, title, why, rest } = questionParts(question, asking);
  document.title = headline;
  return element(
    "section",
    { class: "question", ...attributes },
    element(
      "span",
      { class: "state", "data-state": "conditions", "data-look": "chip" },
      icon("conditions"),
      state,
    ),
    element("h1", { id: "headline" }, ...title),
    element("p", { id: "why", class: "answer", dir: "auto" }, why),
    ...rest,
  );
}
