/** How often a second a host that the page took down is put back: never often enough to freeze the page. */
const MENDS_PER_SECOND = 4;
const SECOND = 1_000;

/**
 * Keeps an element attached and in the top layer, above whatever the page stacks, until the signal aborts.
 * Hostile input is the page: it may replace its root or body, remove the element, hide its popover, or set
 * attributes such as `inert` on it. Each is undone at once, and within a second where it is done in a loop.
 */
export function keepOnTop(host: HTMLElement, signal: AbortSignal): void {
  let left = MENDS_PER_SECOND;
  const observer = new MutationObserver(mend);
  const refill = setInterval(() => {
    left = MENDS_PER_SECOND;
    mend();
  }, SECOND);
  host.addEventListener("toggle", mend, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(refill);
    observer.disconnect();
    host.remove();
  });
  mend();

  function mend(): void {
    if (isUp(host) || left === 0) return;
    left -= 1;
    putUp(host);
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { childList: true });
    observer.observe(host, { attributes: true });
  }
}

/** Puts it above what entered the top layer since. */
export function raise(host: HTMLElement): void {
  host.hidePopover();
  host.showPopover();
}

function isUp(host: HTMLElement): boolean {
  return (
    host.parentNode === document.documentElement &&
    host.getAttributeNames().join(" ") === "popover" &&
    host.popover === "manual" &&
    host.matches(":popover-open")
  );
}

function putUp(host: HTMLElement): void {
  if (host.parentNode !== document.documentElement) document.documentElement.append(host);
  for (const name of host.getAttributeNames()) if (name !== "popover") host.removeAttribute(name);
  if (host.popover !== "manual") host.popover = "manual";
  if (!host.matches(":popover-open")) host.showPopover();
}
