/** One shape of a drawing: an SVG element and its attributes. */
export type Shape = readonly [element: "path" | "circle", attributes: Readonly<Record<string, string>>];

/** The icons, each on 16 by 16: stroked in the color of the words beside them unless a shape says otherwise. */
export const ICONS = {
  may: [
    ["circle", { cx: "8", cy: "8", r: "7", fill: "currentColor", stroke: "none" }],
    ["path", { d: "M4.8 8.2 7 10.4l4.2-4.6", stroke: "var(--surface)" }],
  ],
  conditions: [
    ["circle", { cx: "8", cy: "8", r: "6.2" }],
    ["path", { d: "M8 1.8a6.2 6.2 0 0 1 0 12.4z", fill: "currentColor", stroke: "none" }],
  ],
  obtainable: [
    ["circle", { cx: "4.9", cy: "8", r: "3.2" }],
    ["path", { d: "M8.1 8h6.9v2M12 8v2.8" }],
  ],
  not: [
    ["circle", { cx: "8", cy: "8", r: "6.2" }],
    ["path", { d: "m3.7 3.7 8.6 8.6" }],
  ],
  proven: [
    ["path", { d: "m8 1.5 5 1.8v4.2c0 3.1-2 5.6-5 7-3-1.4-5-3.9-5-7V3.3z" }],
    ["path", { d: "m5.7 7.9 1.7 1.7L10.4 6.4" }],
  ],
  unproven: [
    ["path", { d: "m8 1.5 5 1.8v4.2c0 3.1-2 5.6-5 7-3-1.4-5-3.9-5-7V3.3z" }],
    ["path", { d: "M6 7.7h4" }],
  ],
  clock: [
    ["circle", { cx: "8", cy: "8", r: "6.2" }],
    ["path", { d: "M8 4.4V8l2.4 1.6" }],
  ],
  search: [
    ["circle", { cx: "7", cy: "7", r: "4.7" }],
    ["path", { d: "m10.5 10.5 3.7 3.7" }],
  ],
  open: [["path", { d: "m3.5 6 4.5 4.5L12.5 6" }]],
  good: [
    ["circle", { cx: "8", cy: "8", r: "4", fill: "currentColor", stroke: "none" }],
    ["circle", { cx: "8", cy: "8", r: "6.6", opacity: "0.45" }],
  ],
  away: [
    ["circle", { cx: "8", cy: "8", r: "6.2", "stroke-dasharray": "2.6 2.3" }],
    ["path", { d: "M8 4.9v3.4M8 10.9v.1" }],
  ],
  document: [
    ["path", { d: "M3 1.8h7L13 5v9.2H3z" }],
    ["path", { d: "M5.5 7h5M5.5 9.5h5M5.5 12h3" }],
  ],
  close: [["path", { d: "m4 4 8 8M12 4l-8 8" }]],
  person: [
    ["circle", { cx: "8", cy: "5", r: "3" }],
    ["path", { d: "M2.5 14c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5" }],
  ],
  print: [["path", { d: "M4.5 6V2h7v4M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7V14h-7z" }]],
  check: [["path", { d: "m3.5 8.4 3.1 3.1 5.9-6.5" }]],
} satisfies Record<string, readonly Shape[]>;

/** The name of an icon. */
export type IconName = keyof typeof ICONS;

/** Lanyard's mark on 18 by 22: two ends of a strap that meet in a badge with a slot. */
export const MARK: readonly Shape[] = [
  [
    "path",
    { d: "m3.5 0 3.5 7.5M14.5 0 11 7.5", stroke: "currentColor", "stroke-width": "2.6", fill: "none" },
  ],
  [
    "path",
    {
      fill: "currentColor",
      "fill-rule": "evenodd",
      d: "M3 7h12a2.5 2.5 0 0 1 2.5 2.5v10A2.5 2.5 0 0 1 15 22H3a2.5 2.5 0 0 1-2.5-2.5v-10A2.5 2.5 0 0 1 3 7zm3.6 2.4a.9.9 0 0 0 0 1.8h4.8a.9.9 0 0 0 0-1.8z",
    },
  ],
];
