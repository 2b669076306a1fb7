import { element } from "../design/element.ts";
import { type Asking, questionParts } from "../design/question-parts.ts";
import { words } from "../design/words.ts";
import type { Question } from "../../shared/wire/question.ts";
import { cardTop } from "./card-top.ts";

/** A question as a card over somebody else's page. */
export function questionCard(question: Question, asking: Asking): HTMLElement {
  const { attributes, state, title, why, rest, refuse } = questionParts(question, asking);
  return element(
    "section",
    { class: "notice question", ...attributes },
    cardTop("conditions", state, words("dontSendEsc"), refuse),
    element("h2", { id: "headline" }, ...title),
    element("p", { id: "why", dir: "auto" }, why),
    ...rest,
  );
}
