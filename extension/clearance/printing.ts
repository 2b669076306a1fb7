/** On paper everything stands open but the fields of records; after that those that were closed are closed again. */
export function openWhilePrinting(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>(".page details:not(.record, [open])")];
    for (const entry of opened) entry.open = true;
  });
  addEventListener("afterprint", () => {
    for (const entry of opened) entry.open = false;
    opened = [];
  });
}
