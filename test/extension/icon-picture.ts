import { png } from "./png.ts";

/** Edges of the toolbar icons in pixels. */
export const ICON_SIZES = [16, 32, 48, 128] as const;

/** What the toolbar icon can say: all is well, something needs a look, or no AI model is open. */
export const ICON_STATES = ["protected", "attention", "off"] as const;
export type IconState = (typeof ICON_STATES)[number];

type Color = readonly [red: number, green: number, blue: number];

/** A shape on a square of 32 by 32, and what it is filled with; null cuts it out. */
interface Layer {
  readonly color: Color | null;
  readonly covers: (x: number, y: number) => boolean;
}

const GRID = 32;
/** Samples along each edge of a pixel. */
const SAMPLES = 4;

const STRAP: Color = [0x3d, 0x6b, 0xbd];
const BRASS: Color = [0xe0, 0x9a, 0x1f];
const QUIET: Color = [0x83, 0x84, 0x7d];

/** The mark with what it says: a brass dot for attention, a bar through a gray mark for off. Bytes of a PNG. */
export function drawIcon(state: IconState, size: number): Buffer {
  const layers = [...markIn(state === "off" ? QUIET : STRAP), ...OVER[state]];
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) pixels.set(pixelAt(layers, x, y, GRID / size), (y * size + x) * 4);
  }
  return png(size, pixels);
}

/** What is laid over the mark in each state, with a gap around it. */
const OVER: Readonly<Record<IconState, readonly Layer[]>> = {
  protected: [],
  attention: [
    { color: null, covers: disc(25, 25, 8.5) },
    { color: BRASS, covers: disc(25, 25, 6.5) },
  ],
  off: [
    { color: null, covers: line(2, 4, 30, 30, 3.6) },
    { color: QUIET, covers: line(3, 5, 29, 29, 1.5) },
  ],
};

/** Two ends of a strap that meet in a badge with a slot. */
function markIn(color: Color): readonly Layer[] {
  return [
    { color, covers: line(7.5, -1, 12, 10, 2) },
    { color, covers: line(24.5, -1, 20, 10, 2) },
    { color, covers: box(4, 10, 28, 32, 4) },
    { color: null, covers: box(11, 13.5, 21, 17, 1.75) },
  ];
}

/** Each sample takes the topmost layer over it; a pixel is their mean. */
function pixelAt(
  layers: readonly Layer[],
  x: number,
  y: number,
  scale: number,
): readonly [number, number, number, number] {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const sampleX = (x + ((sample % SAMPLES) + 0.5) / SAMPLES) * scale;
    const sampleY = (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * scale;
    const color = layers.findLast(({ covers }) => covers(sampleX, sampleY))?.color ?? null;
    if (color === null) continue;
    covered += 1;
    for (const [channel, value] of color.entries()) sum[channel] = (sum[channel] ?? 0) + value;
  }
  const [red = 0, green = 0, blue = 0] = sum.map((total) => Math.round(total / Math.max(1, covered)));
  return [red, green, blue, Math.round((255 * covered) / (SAMPLES * SAMPLES))];
}

function disc(centerX: number, centerY: number, radius: number): Layer["covers"] {
  return (x, y) => Math.hypot(x - centerX, y - centerY) <= radius;
}

function box(left: number, top: number, right: number, bottom: number, radius: number): Layer["covers"] {
  return (x, y) => {
    const outsideX = Math.max(left + radius - x, x - (right - radius), 0);
    const outsideY = Math.max(top + radius - y, y - (bottom - radius), 0);
    return Math.hypot(outsideX, outsideY) <= radius;
  };
}

function line(fromX: number, fromY: number, toX: number, toY: number, half: number): Layer["covers"] {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  return (x, y) => {
    const along = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2);
    const nearest = Math.min(1, Math.max(0, along));
    return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY) <= half;
  };
}
