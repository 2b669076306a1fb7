import components from "../design/components.css?inline";
import tokens from "../design/tokens.css?inline";
import notice from "./notice.css?inline";
import question from "../design/question.css?inline";
import { roomBelow } from "./room-below.ts";
import { addStyle } from "./style.ts";
import { keepOnTop } from "./top-layer.ts";

/** What is in the page while something shows; all of it goes when `end` aborts. */
export interface Standing {
  readonly host: HTMLElement;
  readonly root: HTMLElement;
  readonly end: AbortController;
}

/** Events by which a page could read along what is typed over it. */
const TYPING = [
  "keydown",
  "keyup",
  "keypress",
  "beforeinput",
  "input",
  "compositionstart",
  "compositionupdate",
  "compositionend",
  "paste",
  "copy",
  "cut",
] as const;

/** Keys that are down and went down in one of our roots. */
const pressed = new Set<string>();
/** What Esc does in each of our roots. */
const escapes = new WeakMap<EventTarget, () => void>();

/**
 * Keeps what people type over the page from the page: events in our roots end before its first listener, which is why
 * this must be called before the page's first script. What the browser does with the keys stays as it is.
 */
export function guardTyping(): void {
  for (const type of TYPING) globalThis.addEventListener(type, hide, { capture: true });
}

function hide(event: Event): void {
  const escape = event.target === null ? undefined : escapes.get(event.target);
  if (escape === undefined) return hideRelease(event);
  if (event instanceof KeyboardEvent && event.type === "keydown") pressed.add(event.code);
  if (event instanceof KeyboardEvent && event.type === "keyup") pressed.delete(event.code);
  event.stopImmediatePropagation();
  if (isEscape(event)) escape();
}

/** A key that went down here may come up in the page, which must not take it for one of its own: Enter sends. */
function hideRelease(event: Event): void {
  const isRelease = event instanceof KeyboardEvent && event.type === "keyup" && event.isTrusted;
  if (isRelease && pressed.delete(event.code)) event.stopImmediatePropagation();
}

/** Esc of the person alone: the page could make an event of its own. */
function isEscape(event: Event): boolean {
  return (
    event.isTrusted && event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape"
  );
}

/** Puts a closed root over the page, which the page can neither read nor restyle. */
export function standUp(onEscape: () => void): Standing {
  const host = document.createElement("div");
  escapes.set(host, onEscape);
  const shadow = host.attachShadow({ mode: "closed" });
  addStyle(shadow, [tokens, components, notice, question].join("\n"));
  addStyle(shadow, `:host { --below: ${roomBelow()}px !important; }`);
  const root = document.createElement("div");
  root.className = "notice-root";
  shadow.append(root);
  const end = new AbortController();
  const onKey = (event: Event): void => {
    if (isEscape(event)) onEscape();
  };
  globalThis.addEventListener("keydown", onKey, { capture: true, signal: end.signal });
  keepOnTop(host, end.signal);
  return { host, root, end };
}
