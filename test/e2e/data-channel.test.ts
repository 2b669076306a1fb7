import { afterAll, beforeAll } from "vitest";
import { openChromium } from "./both/chromium.ts";
import { showDataChannels } from "./both/data-channel.ts";
import type { DrivenWorld } from "./both/driven.ts";

let world: DrivenWorld;

beforeAll(async () => {
  world = await openChromium({ callsItself: true });
});
afterAll(() => world.close());

showDataChannels(() => world);
