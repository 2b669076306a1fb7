/**
 * True where the page may have been in this window before us. A browser gives the first document of a frame the window
 * of the empty one before it, if both are of one origin; a parent of that origin holds this window from the start, and may
 * have listened or replaced functions in it. A hook there could be the page's own, so it gets no line to the worker: what
 * the network layer cannot read of such a frame stays unread. An `about:blank` that comes with its frame has no navigation.
 */
export function mayBeTouched(): boolean {
  return isFirst() && hasParentOfOneOrigin();
}

/** Chromium tells of the navigation to a first document as of one from nowhere; Firefox, and any before it, of none. */
function isFirst(): boolean {
  const activation = "navigation" in window ? window.navigation.activation : null;
  if (activation === null) return location.href !== "about:blank";
  return activation.navigationType === "replace" && activation.from === null;
}

function hasParentOfOneOrigin(): boolean {
  try {
    return window.parent !== window && window.parent.document !== null;
  } catch {
    return false;
  }
}
