import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { SEALING_POLICY, showSealing } from "./both/sealing.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium({ policy: SEALING_POLICY });
});
afterAll(() => world.close());

showSealing(() => world);
