import type { Notice, ServedNotice } from "../../shared/wire/screen.ts";
import type { AccessNotice } from "../../shared/wire/request-page.ts";
import { accessCard } from "./access-card.ts";
import { gather, type Told } from "./gather.ts";
import { noticeCard, type NoticeCard } from "./notice-card.ts";
import { type Standing, standUp } from "./over-page.ts";
import { servedCard } from "./served-card.ts";
import { raise } from "./top-layer.ts";

/** The one notice of a page, in a closed shadow root that the page can neither read nor restyle. */
export class NoticeOverPage {
  readonly #onAsk: (notice: string) => void;
  #told: Told | null = null;
  #card: NoticeCard | null = null;
  #standing: Standing | null = null;

  /** `onAsk` hears that the person wants to ask for what a notice denied. */
  constructor(onAsk: (notice: string) => void) {
    this.#onAsk = onAsk;
  }

  /** Tells of a denied call, together with those just before it. */
  show(denied: Notice): void {
    this.#told = gather(this.#told, denied);
    if (this.#told.closed) return;
    if (this.#told.count > 1) this.#card?.tell(this.#told);
    else this.#present(this.#told);
  }

  /** Tells that another model answered than the one that was asked for. */
  showServed(served: ServedNotice): void {
    this.#told = null;
    this.#card = null;
    this.#put(servedCard(served, this.#close));
  }

  /** Tells what came of a request for access. */
  showAccess(notice: AccessNotice): void {
    this.#told = null;
    this.#card = null;
    this.#put(accessCard(notice, Date.now(), this.#close));
  }

  #present(told: Told): void {
    this.#card = noticeCard(told, this.#close, this.#onAsk);
    this.#put(this.#card.root);
  }

  #put(card: HTMLElement): void {
    const { host, root } = (this.#standing ??= standUp(this.#close));
    root.replaceChildren(card);
    raise(host);
  }

  readonly #close = (): void => {
    if (this.#told !== null) this.#told = { ...this.#told, closed: true };
    this.#standing?.end.abort();
    this.#standing = null;
  };
}
