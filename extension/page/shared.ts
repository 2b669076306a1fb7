import type { Binding } from "./binding.ts";
import type { Line } from "./line.ts";
import type { Replies } from "./replies.ts";

/** What the calls of a page share. */
export interface Shared {
  readonly line: Line;
  readonly binding: Binding;
  readonly replies: Replies;
}
