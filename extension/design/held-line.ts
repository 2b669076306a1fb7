import { language, words } from "./words.ts";
import { element, icon } from "./element.ts";

const SECOND = 1_000;
/** Seconds at which the time that is left is read out. */
const TOLD: ReadonlySet<number> = new Set([60, 10]);

/** Says how long a call is held; counts until the signal aborts, then `over` is not called any more. */
export function heldLine(until: number, waits: boolean, over: () => void, signal: AbortSignal): HTMLElement {
  const text = element("span", {});
  const told = element("span", { class: "unseen", role: "status" });
  const tick = (): void => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / SECOND));
    text.textContent = words(waits ? "heldFor" : "staysFor", clock(left));
    if (TOLD.has(left)) told.textContent = text.textContent;
    if (left === 0) over();
  };
  tick();
  const timer = setInterval(tick, SECOND);
  signal.addEventListener("abort", () => clearInterval(timer));
  const shown = element("span", { class: "held-line", "aria-hidden": "true" }, icon("clock"), text);
  return element("div", {}, shown, told);
}

/** 1:42 */
function clock(seconds: number): string {
  const two = new Intl.NumberFormat(language(), { minimumIntegerDigits: 2 });
  const one = new Intl.NumberFormat(language());
  return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}
