import { afterAll, beforeAll, describe } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import { showDataChannels } from "./both/data-channel.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { openFirefox } from "./both/firefox.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox, in a call over WebRTC", () => {
  let world: DrivenWorld;

  beforeAll(async () => {
    world = await openFirefox(executable ?? "", { callsItself: true });
  });
  afterAll(() => world.close());

  showDataChannels(() => world);
});
