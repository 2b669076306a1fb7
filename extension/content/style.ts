/**
 * Gives a shadow root one more style. Firefox refuses constructed sheets from content scripts (Bugzilla 1928865);
 * there a style element does it, which for a content script the page's own policy does not stop.
 */
export function addStyle(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style);
  }
}
