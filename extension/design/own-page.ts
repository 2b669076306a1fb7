import { webExtension } from "./web-extension.ts";

/** Where "My clearance" is, from another page of ours; with a model: at its entry. */
export function clearancePath(model: string | null = null): string {
  return `../clearance/index.html${model === null ? "" : `#${anchorOf(model)}`}`;
}

/** The element id of a model's entry on that page. */
export function anchorOf(model: string): string {
  return `model-${encodeURIComponent(model)}`;
}

/** The model that the address of the page leads to; null: none. */
export function modelIn(hash: string): string | null {
  const said = /^#model-(.+)$/.exec(hash)?.[1];
  try {
    return said === undefined ? null : decodeURIComponent(said);
  } catch {
    return null; // no address of ours
  }
}

/** Has the worker open "My clearance": pages of ours are open to no other page, so a link over one would lead nowhere. */
export async function openClearance(model: string | null): Promise<void> {
  await webExtension()
    .runtime.sendMessage({ type: "open_clearance", model })
    .catch(() => undefined); // a worker that is just being replaced opens nothing; the person presses again
}
