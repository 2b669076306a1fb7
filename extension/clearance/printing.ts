/** On paper every entry stands open; after that those that were closed are closed again. */
export function openWhilePrinting(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details.entry:not([open])")];
    for (const entry of opened) entry.open = true;
  });
  addEventListener("afterprint", () => {
    for (const entry of opened) entry.open = false;
    opened = [];
  });
}
