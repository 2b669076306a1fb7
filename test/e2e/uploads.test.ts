import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { showUploads } from "./both/uploads.ts";
import { showWeights } from "./both/weights.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium();
});
afterAll(() => world.close());

showUploads(() => world);
showWeights(() => world);
