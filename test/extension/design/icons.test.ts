import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { drawIcon, ICON_SIZES, ICON_STATES } from "../icon-picture.ts";

const folder = join(import.meta.dirname, "../../../extension/public/icons");
const files = ICON_STATES.flatMap((state) =>
  ICON_SIZES.map((size) => ({ state, size, file: `${state}-${size}.png` })),
);

describe("the toolbar icons", () => {
  test("are there in each state and size, and nothing else is", () => {
    expect(readdirSync(folder).sort()).toEqual(files.map(({ file }) => file).sort());
  });

  test.each(files)("$file is what draw-icons.ts draws", ({ state, size, file }) => {
    expect(pixels(readFileSync(join(folder, file)))).toEqual(pixels(drawIcon(state, size)));
  });

  test.each(ICON_SIZES)("differ between all states at %i px", (size) => {
    const drawn = ICON_STATES.map((state) => drawIcon(state, size).toString("base64"));
    expect(new Set(drawn).size).toBe(ICON_STATES.length);
  });
});

/** Header and unpacked pixels: compressed bytes may differ between versions of zlib. */
function pixels(bytes: Buffer): unknown {
  const length = bytes.readUInt32BE(33);
  expect(bytes.toString("latin1", 37, 41)).toBe("IDAT");
  return [bytes.toString("hex", 0, 33), inflateSync(bytes.subarray(41, 41 + length)).toString("base64")];
}
