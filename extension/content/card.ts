import { element } from "../design/element.ts";
import { words } from "../design/words.ts";

/** What stands over a page: an alert under its headline (`id: headline`), in the reader's language and direction. */
export function card(...content: readonly HTMLElement[]): HTMLElement {
  const attributes = {
    class: "notice",
    role: "alert",
    "aria-labelledby": "headline",
    dir: words("direction"),
    lang: words("language"),
  };
  return element("section", attributes, ...content);
}
