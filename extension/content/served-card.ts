import { words } from "../design/words.ts";
import type { ServedNotice } from "../../shared/wire/screen.ts";
import { card } from "./card.ts";
import { cardTop } from "./card-top.ts";
import { element, icon } from "../design/element.ts";

/** Another model answered: said after the fact, and without blame. */
export function servedCard(served: ServedNotice, onClose: () => void): HTMLElement {
  const { asked, answered, permitted, host } = served;
  return card(
    cardTop(permitted ? "may" : "not", words("stateServed"), words("closeEsc"), onClose),
    element("h2", { id: "headline" }, words("headlineServed", asked ?? words("modelOn", host), answered)),
    element("p", {}, words(permitted ? "servedMay" : "servedMayNot")),
    ...actions(served),
    element("p", { class: "calm" }, icon("check"), element("span", {}, words("servedRecorded"))),
  );
}

function actions({ again }: ServedNotice): readonly HTMLElement[] {
  if (again === null) return [];
  const attributes = {
    class: "button",
    "data-kind": "primary",
    href: again.home,
    target: "_blank",
    rel: "noreferrer",
  };
  return [element("div", { class: "actions" }, element("a", attributes, words("newChatWith", again.name)))];
}
