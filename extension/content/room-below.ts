/** Where the notice stands if the page has no composer at its lower edge, in pixels above it. */
const USUAL = 92;
/** Between notice and composer: room for a label and a frame. */
const GAP = 24;
/** The least height that a notice needs. */
const NOTICE = 240;
/** A field of less width is no composer. */
const COMPOSER_WIDTH = 160;

const FIELDS = "textarea, [contenteditable=''], [contenteditable='true'], [role='textbox']";

/** How far above the window's lower edge the notice must stand to leave the page's composer free, in pixels. */
export function roomBelow(): number {
  const tops = Array.from(document.querySelectorAll(FIELDS), (field) => field.getBoundingClientRect())
    .filter(
      ({ top, bottom, width }) =>
        width >= COMPOSER_WIDTH && top > innerHeight / 2 && bottom > 0 && top < innerHeight,
    )
    .map(({ top }) => top);
  if (tops.length === 0) return USUAL;
  const above = Math.round(innerHeight - Math.min(...tops) + GAP);
  return above + NOTICE > innerHeight ? USUAL : Math.max(USUAL, above);
}
