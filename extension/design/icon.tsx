import { createElement, type JSX } from "preact";
import { ICONS, type IconName, type Shape } from "./drawings.ts";

/** The drawings that a screen uses, once; an icon refers to one of them. */
export function Sprite({ icons }: { readonly icons: readonly IconName[] }): JSX.Element {
  return (
    <svg class="sprite" aria-hidden="true">
      {icons.map((name) => (
        <symbol key={name} id={name} viewBox="0 0 16 16">
          <Shapes shapes={ICONS[name]} />
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

/** Shapes of a drawing, within an svg. */
export function Shapes({ shapes }: { readonly shapes: readonly Shape[] }): JSX.Element {
  return (
    <>{shapes.map(([element, attributes], index) => createElement(element, { key: index, ...attributes }))}</>
  );
}
