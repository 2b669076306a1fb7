import type { Question, QuestionAnswer } from "../../shared/wire/question.ts";
import { element, icon } from "./element.ts";
import { heldLine } from "./held-line.ts";
import { type Given, reasonForm } from "./reason-form.ts";
import { aroundName } from "./whole-name.ts";
import { language, type WordKey, words } from "./words.ts";

/** What a question is answered by, and what ends it. */
export interface Asking {
  /** Told what the person decided: to send, with what they gave, or not to send. */
  readonly decide: (given: Given | null) => void;
  /** Told when the time is over, unless the signal aborted before. */
  readonly over: () => void;
  readonly signal: AbortSignal;
}

/** A question in parts, the same wherever it is asked. */
export interface QuestionParts {
  /** Of the element that holds it all; its title has the id `headline`, its sentence `why`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: string;
  readonly headline: string;
  /** The headline, with the model's name in one piece. */
  readonly title: readonly (HTMLElement | string)[];
  readonly why: string;
  /** What follows title and sentence, in this order. */
  readonly rest: readonly HTMLElement[];
  /** What the way out without an answer does. */
  readonly refuse: (event: Event) => void;
}

/**
 * A call that waits for the person: why, what is asked, and two ways on. The safe way is the first of them in a warning.
 * Only clicks of the person count, and none within the first moments: whoever was typing did not mean these buttons.
 */
export function questionParts(question: Question, { decide, over, signal }: Asking): QuestionParts {
  const { steps, notice, waits, hold } = question;
  const form = reasonForm(question);
  const ready = performance.now() + 500;
  const byPerson = (act: () => void) => (event: Event) => {
    if (event.isTrusted && performance.now() >= ready) act();
  };
  const refuse = byPerson(() => decide(null));
  const send = byPerson(() => {
    const given = form.read();
    if (given !== null) decide(given);
  });
  const rest = [
    ...changes(question),
    ...form.parts,
    heldLine(Date.now() + hold, waits, over, signal),
    actions(question, send, refuse),
    element("p", { class: "calm" }, icon("check"), element("span", {}, words(calm(question)))),
  ];
  const { because } = notice.decision;
  return {
    attributes: attributesOf(question),
    state: words(state(steps)),
    headline: headline(question),
    title: title(question),
    why: because,
    rest,
    refuse,
  };
}

/** What the worker is told of a decision. */
export function answerTo(id: string, given: Given | null): QuestionAnswer {
  return { type: "answer", id, go: given !== null, reason: null, purpose: null, ...given };
}

function attributesOf({ steps }: Question): QuestionParts["attributes"] {
  return {
    role: steps.includes("warn") ? "alertdialog" : "dialog",
    "aria-labelledby": "headline",
    "aria-describedby": "why",
    tabindex: "-1",
    dir: words("direction"),
    lang: words("language"),
  };
}

function state(steps: Question["steps"]): WordKey {
  if (steps.includes("justify")) return "stateReason";
  return steps.includes("warn") ? "stateWarned" : "stateChanged";
}

function headline({ steps, notice, replaced }: Question): string {
  const model = notice.modelName ?? words("modelOn", notice.host);
  if (steps.includes("justify")) return words("questionReason", model);
  if (steps.includes("warn")) return words("questionWarn", model);
  const count = replaced.reduce((sum, one) => sum + one.count, 0);
  return count === 1 ? words("questionReplacedOne") : words("questionReplaced", count);
}

function title(question: Question): QuestionParts["title"] {
  const { before, name, after } = aroundName(headline(question), question.notice.modelName);
  return name === "" ? [before] : [before, element("span", { class: "whole" }, name), after];
}

/** Exactly what will be sent, with marks where something was. */
function changes({ replaced, preview }: Question): readonly HTMLElement[] {
  if (preview.length === 0) return [];
  const names = replaced.map(({ name, count }) => (count === 1 ? name : words("timesReplaced", name, count)));
  const list = new Intl.ListFormat(language(), { type: "conjunction" }).format(names);
  const pieces = preview.map(({ text, replaced: isReplaced }) =>
    isReplaced ? element("mark", {}, text) : text,
  );
  return [
    element("p", {}, words("replacedList", list)),
    element(
      "div",
      { class: "preview", role: "group", tabindex: "0", dir: "auto", "aria-label": words("previewLabel") },
      ...pieces,
    ),
  ];
}

function actions(
  { steps, waits, preview }: Question,
  send: (event: Event) => void,
  refuse: (event: Event) => void,
): HTMLElement {
  const sends = preview.length > 0 && !steps.includes("justify") ? "sendLikeThis" : sendWords(steps);
  const refuses = steps.every((step) => step === "redact") ? "editText" : "dontSend";
  const isWarning = steps.includes("warn") && !steps.includes("justify");
  const go = button(words(waits ? sends : "allowIt"), isWarning ? "button" : "primary", send);
  const stay = button(words(refuses), isWarning ? "primary" : "button", refuse);
  return element("div", { class: "actions" }, ...(isWarning ? [stay, go] : [go, stay]));
}

function sendWords(steps: Question["steps"]): WordKey {
  return steps.includes("justify") ? "sendWithReason" : "sendAnyway";
}

function button(said: string, kind: string, act: (event: Event) => void): HTMLElement {
  const made = element("button", { type: "button", class: "button", "data-kind": kind }, said);
  made.addEventListener("click", act);
  return made;
}

function calm({ waits, preview }: Question): WordKey {
  if (!waits) return "sendAgainAfter";
  return preview.length > 0 ? "originalsStay" : "notSentYet";
}
