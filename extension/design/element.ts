import { ICONS, type IconName, type Shape } from "./drawings.ts";

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string>>;

/** Makes an element. Texts become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** One icon, always beside words that say the same. */
export function icon(name: IconName): SVGElement {
  return drawing("icon", "0 0 16 16", ICONS[name]);
}

/** A drawing that screen readers pass over. */
export function drawing(className: string, viewBox: string, shapes: readonly Shape[]): SVGElement {
  const parts = shapes.map(([tag, attributes]) => svgElement(tag, attributes));
  return svgElement("svg", { class: className, viewBox, "aria-hidden": "true" }, ...parts);
}

function svgElement(tag: string, attributes: Attributes, ...children: readonly Node[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
