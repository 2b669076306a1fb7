import type { JSX } from "preact";

/** The drawings, each on 16 by 16: stroked in the color of the text unless a part says otherwise. */
const DRAWINGS = {
  may: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
      <path d="M4.8 8.2 7 10.400l4.2-4.6" stroke="var(--surface)" />
    </>
  ),
  conditions: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 1.800a6.2 6.2 0 0 1 0 12.400z" fill="currentColor" stroke="none" />
    </>
  ),
  obtainable: (
    <>
      <circle cx="4.9" cy="8" r="3.2" />
      <path d="M8.1 8h6.900v2M12 8v2.8" />
    </>
  ),
  not: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m3.7 3.7 8.6 8.6" />
    </>
  ),
  proven: (
    <>
      <path d="m8 1.5 5 1.800v4.200c0 3.1-2 5.6-5 7-3-1.4-5-3.9-5-7V3.300z" />
      <path d="m5.7 7.9 1.7 1.700L10.4 6.4" />
    </>
  ),
  unproven: (
    <>
      <path d="m8 1.5 5 1.800v4.200c0 3.1-2 5.6-5 7-3-1.4-5-3.9-5-7V3.300z" />
      <path d="M6 7.700h4" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.400V8l2.4 1.6" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.7" />
      <path d="m10.5 10.5 3.7 3.7" />
    </>
  ),
  open: <path d="m3.5 6 4.5 4.500L12.5 6" />,
  good: (
    <>
      <circle cx="8" cy="8" r="4" fill="currentColor" stroke="none" />
      <circle cx="8" cy="8" r="6.6" opacity="0.45" />
    </>
  ),
  away: (
    <>
      <circle cx="8" cy="8" r="6.2" stroke-dasharray="2.6 2.3" />
      <path d="M8 4.900v3.400M8 10.900v.1" />
    </>
  ),
  document: (
    <>
      <path d="M3 1.800h7L13 5v9.200H3z" />
      <path d="M5.5 7h5M5.5 9.500h5M5.5 12h3" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3.5 8.4 3.1 3.1 5.9-6.5" />,
} satisfies Record<string, JSX.Element>;

/** The name of a drawing. */
export type IconName = keyof typeof DRAWINGS;

/** The drawings that a screen uses, once; an icon refers to one of them, and resolves within its own tree. */
export function Sprite({ icons }: { readonly icons: readonly IconName[] }): JSX.Element {
  return (
    <svg class="sprite" aria-hidden="true">
      {icons.map((name) => (
        <symbol key={name} id={name} viewBox="0 0 16 16">
          {DRAWINGS[name]}
        </symbol>
      ))}
    </svg>
  );
}

/** One icon, always beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  );
}
