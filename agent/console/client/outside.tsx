import type { JSX } from "preact";
import { visible } from "../../../shared/schema/visible.ts";

/** A text that a page, a person or a file chose: as text, with what cannot be seen made visible, and its direction its own. */
export function Outside({ text }: { readonly text: string }): JSX.Element {
  return <bdi>{visible(text)}</bdi>;
}

/** The same for a text of several lines, which stay lines. */
export function OutsideLines({ text }: { readonly text: string }): JSX.Element {
  return <bdi>{text.split("\n").map(visible).join("\n")}</bdi>;
}
