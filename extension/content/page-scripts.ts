import { MOST_SCRIPTS } from "../../shared/wire/page-names.ts";

/** Takes the text of one script of the page, or what is the last of it. */
export type HandOver = (text: string, last: boolean) => void;

/**
 * Hands over what stands in the page's own scripts, from the first on that holds one of the keys: as it comes, and whole
 * once the page is there. What follows the first belongs to it where a framework sends its data in pieces.
 */
export function gatherScripts(keys: readonly string[], hand: HandOver, signal: AbortSignal): void {
  const scripts = new PageScripts(keys, hand);
  if (document.readyState !== "loading") return scripts.finish();
  const watch = new MutationObserver(() => scripts.read());
  signal.addEventListener("abort", () => watch.disconnect());
  document.addEventListener(
    "DOMContentLoaded",
    () => {
      watch.disconnect();
      scripts.finish();
    },
    { once: true, signal },
  );
  watch.observe(document, { childList: true, subtree: true });
  scripts.read();
}

class PageScripts {
  readonly #keys: readonly string[];
  readonly #hand: HandOver;
  readonly #read = new WeakSet<Element>();
  #left = MOST_SCRIPTS;
  #hasBegun = false;

  constructor(keys: readonly string[], hand: HandOver) {
    this.#keys = keys;
    this.#hand = hand;
  }

  /** Takes what is new while the page comes: of its last script a part may be missing. */
  read(): void {
    for (const script of inlineScripts().slice(0, -1)) this.#take(script);
  }

  /** Takes the rest. Where no script holds a key whole, the key itself may be cut, so all are taken. */
  finish(): void {
    const scripts = inlineScripts();
    for (const script of scripts) this.#take(script);
    if (!this.#hasBegun) for (const script of scripts) this.#give(textOf(script));
    this.#hand("", true);
  }

  #take(script: Element): void {
    if (this.#read.has(script)) return;
    this.#read.add(script);
    const text = textOf(script);
    this.#hasBegun ||= this.#keys.some((key) => text.includes(key));
    if (this.#hasBegun) this.#give(text);
  }

  #give(text: string): void {
    const part = text.slice(0, this.#left);
    this.#left -= part.length;
    if (part !== "") this.#hand(part, false);
  }
}

function inlineScripts(): readonly Element[] {
  return [...document.querySelectorAll("script:not([src])")];
}

function textOf(script: Element): string {
  return script.textContent ?? "";
}
