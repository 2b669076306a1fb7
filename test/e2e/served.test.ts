import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { showServed } from "./both/served.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium({ pause: 60 });
});
afterAll(() => world.close());

showServed(() => world);
