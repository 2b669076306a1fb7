import type { JSX } from "preact";
import { ICONS, MARK, type IconName } from "./drawings.ts";

/** One icon, always beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" data-icon={name} viewBox="0 0 16 16" aria-hidden="true">
      {ICONS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

/** Lanyard's mark with its name beside it. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <svg class="mark" viewBox="0 0 18 22" aria-hidden="true">
        <path d={MARK.strap} stroke="currentColor" stroke-width="2.6" fill="none" />
        <path d={MARK.badge} fill="currentColor" fill-rule="evenodd" />
      </svg>
      Lanyard
    </span>
  );
}
