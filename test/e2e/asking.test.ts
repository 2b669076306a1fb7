import { afterAll, beforeAll } from "vitest";
import { ASKING_POLICY, showAsking } from "./both/asking.ts";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium({ policy: ASKING_POLICY });
});
afterAll(() => world.close());

showAsking(() => world);
