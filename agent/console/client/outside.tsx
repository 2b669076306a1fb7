import type { JSX } from "preact";
import { visible } from "../../../shared/schema/visible.ts";

/** A text that a page, a person or a file chose: as text, with what cannot be seen made visible, and its direction its own. */
export function Outside({ text }: { readonly text: string }): JSX.Element {
  return <bdi>{visible(text)}</bdi>;
}
