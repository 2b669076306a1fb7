import components from "../design/components.css?inline";
import tokens from "../design/tokens.css?inline";
import type { Notice } from "../../shared/wire/screen.ts";
import { gather, type Told } from "./gather.ts";
import { noticeCard, type NoticeCard } from "./notice-card.ts";
import notice from "./notice.css?inline";
import { roomBelow } from "./room-below.ts";
import { addStyle } from "./style.ts";
import { keepOnTop, raise } from "./top-layer.ts";

/** What is in the page while a notice shows; all of it goes when `end` aborts. */
interface Standing {
  readonly host: HTMLElement;
  readonly root: HTMLElement;
  readonly end: AbortController;
}

/** The one notice of a page, in a closed shadow root that the page can neither read nor restyle. */
export class NoticeOverPage {
  #told: Told | null = null;
  #card: NoticeCard | null = null;
  #standing: Standing | null = null;

  /** Tells of a denied call, together with those just before it. */
  show(denied: Notice): void {
    this.#told = gather(this.#told, denied);
    if (this.#told.closed) return;
    if (this.#told.count > 1) this.#card?.tell(this.#told);
    else this.#present(this.#told);
  }

  #present(told: Told): void {
    const { host, root } = (this.#standing ??= this.#standUp());
    this.#card = noticeCard(told, this.#close);
    root.replaceChildren(this.#card.root);
    raise(host);
  }

  #standUp(): Standing {
    const host = document.createElement("div");
    const shadow = host.attachShadow({ mode: "closed" });
    addStyle(shadow, [tokens, components, notice].join("\n"));
    addStyle(shadow, `:host { --below: ${roomBelow()}px !important; }`);
    const root = document.createElement("div");
    root.className = "notice-root";
    shadow.append(root);
    const end = new AbortController();
    globalThis.addEventListener("keydown", this.#onKey, { capture: true, signal: end.signal });
    keepOnTop(host, end.signal);
    return { host, root, end };
  }

  /** Esc of the person alone: the page could make an event of its own. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isTrusted && event.key === "Escape") this.#close();
  };

  readonly #close = (): void => {
    if (this.#told !== null) this.#told = { ...this.#told, closed: true };
    this.#standing?.end.abort();
    this.#standing = null;
  };
}
