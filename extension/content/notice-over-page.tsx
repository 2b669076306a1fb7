import { render } from "preact";
import components from "../design/components.css?inline";
import tokens from "../design/tokens.css?inline";
import type { Notice } from "../../shared/wire/screen.ts";
import { gather, type Told } from "./gather.ts";
import { NoticeCard } from "./notice-card.tsx";
import card from "./notice.css?inline";
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
  #standing: Standing | null = null;

  /** Tells of a denied call, together with those just before it. */
  show(notice: Notice): void {
    this.#told = gather(this.#told, notice);
    if (this.#told.closed) return;
    const { host, root } = (this.#standing ??= this.#standUp());
    if (this.#told.count === 1) raise(host);
    render(
      <NoticeCard key={notice.host} notice={notice} count={this.#told.count} onClose={this.#close} />,
      root,
    );
  }

  #standUp(): Standing {
    const host = document.createElement("div");
    const shadow = host.attachShadow({ mode: "closed" });
    addStyle(shadow, [tokens, components, card].join("\n"));
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
