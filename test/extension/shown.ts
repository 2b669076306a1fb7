import { render, type ComponentChild } from "preact";
import { act } from "preact/test-utils";
import de from "../../extension/public/_locales/de/messages.json" with { type: "json" };
import en from "../../extension/public/_locales/en/messages.json" with { type: "json" };
import { installFakeBrowser } from "./fake-browser.ts";

/** Shows a component in the document under test, in a browser of this language, and gives its root. */
export function show(component: ComponentChild, locale: "en-GB" | "de" = "en-GB"): HTMLElement {
  installFakeBrowser({ locale, messages: locale === "de" ? de : en, pushes: {} });
  document.body.replaceChildren();
  const root = document.createElement("div");
  document.body.append(root);
  void act(() => {
    render(component, root);
  });
  return root;
}

/** The text of an element as a person reads it, blanks folded. */
export function textOf(element: Element | null): string {
  return (element?.textContent ?? "").replaceAll(/\s+/g, " ").trim();
}

/** Clicks, and lets what follows be drawn. */
export async function click(element: Element | null | undefined): Promise<void> {
  await act(() => {
    (element as HTMLElement).click();
  });
}

/** Writes into a field as a person does, and lets what follows be drawn. */
export async function write(field: HTMLInputElement | null, text: string): Promise<void> {
  await act(() => {
    if (field === null) throw new Error("There is no such field.");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
