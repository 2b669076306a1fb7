import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawIcon, ICON_SIZES, ICON_STATES } from "./icon-picture.ts";

/* Draws the toolbar icons anew: `node test/extension/draw-icons.ts`. */

const folder = join(import.meta.dirname, "../../extension/public/icons");
await mkdir(folder, { recursive: true });
for (const state of ICON_STATES) {
  for (const size of ICON_SIZES) await writeFile(join(folder, `${state}-${size}.png`), drawIcon(state, size));
}
