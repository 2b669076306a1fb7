import type { ToHook } from "../../shared/wire/page.ts";

/** A frame whose hook speaks to us. Tab, frame and address are the browser's word. */
export interface PageFrame {
  readonly tab: number;
  readonly frame: number;
  /** Of the document; null where the browser does not tell. */
  readonly url: string | null;
  /** Tells the hook; a frame that is gone hears nothing. */
  readonly say: (message: ToHook) => void;
}

/** True of an empty document, whose requests the browser tells of as of the frame or tab that made it. */
export function isAdrift({ url }: PageFrame): boolean {
  return url === "about:blank" || url === "";
}

/** The frames that can be spoken to at the moment. */
export class PageFrames {
  readonly #frames = new Map<string, PageFrame>();

  add(frame: PageFrame): void {
    this.#frames.set(keyOf(frame), frame);
  }

  remove(frame: PageFrame): void {
    if (this.#frames.get(keyOf(frame)) === frame) this.#frames.delete(keyOf(frame));
  }

  all(): readonly PageFrame[] {
    return [...this.#frames.values()];
  }

  at(tab: number, frame: number): PageFrame | null {
    return this.#frames.get(keyOf({ tab, frame })) ?? null;
  }
}

function keyOf({ tab, frame }: { readonly tab: number; readonly frame: number }): string {
  return `${tab}/${frame}`;
}
