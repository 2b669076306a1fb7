import type { JSX } from "preact";
import { MARK } from "./drawings.ts";
import { Shapes } from "./icon.tsx";

/** Lanyard's mark with its name beside it. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <svg class="mark" viewBox="0 0 18 22" aria-hidden="true">
        <Shapes shapes={MARK} />
      </svg>
      Lanyard
    </span>
  );
}
