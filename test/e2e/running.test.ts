import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { showRunning } from "./both/running.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium({ pause: 40 });
});
afterAll(() => world.close());

showRunning(() => world);
