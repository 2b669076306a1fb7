import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { showHiddenBodies } from "./both/hidden-bodies.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium();
});
afterAll(() => world.close());

showHiddenBodies(() => world, "chromium");
