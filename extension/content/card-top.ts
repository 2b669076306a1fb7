import { MARK } from "../design/drawings.ts";
import type { Answer } from "../design/answer.ts";
import { drawing, element, icon } from "../design/element.ts";

/** The first line of what stands over a page: whose it is, how it stands, and the way out. */
export function cardTop(
  state: Answer["state"],
  said: string,
  closeLabel: string,
  onClose: (event: Event) => void,
): HTMLElement {
  const close = element("button", { type: "button", class: "icon-button", "aria-label": closeLabel });
  close.append(icon("close"));
  close.addEventListener("click", onClose);
  return element(
    "div",
    { class: "top" },
    drawing("mark", "0 0 18 22", MARK),
    element("span", { class: "state", "data-state": state }, icon(state), said),
    close,
  );
}
