import type { JSX } from "preact";

/** Lanyard's mark: two ends of a strap that meet in a badge with a slot. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 18 22" aria-hidden="true">
      <path d="m3.5 0 3.5 7.500M14.5 0 11 7.5" stroke="currentColor" stroke-width="2.6" fill="none" />
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M3 7h12a2.5 2.5 0 0 1 2.5 2.500v10A2.5 2.5 0 0 1 15 22H3a2.5 2.5 0 0 1-2.5-2.500v-10A2.5 2.5 0 0 1 3 7zm3.6 2.400a.9.9 0 0 0 0 1.800h4.800a.9.9 0 0 0 0-1.800z"
      />
    </svg>
  );
}

/** The mark with the name beside it. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <Mark />
      Lanyard
    </span>
  );
}
