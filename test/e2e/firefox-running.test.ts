import { afterAll, beforeAll, describe } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { openFirefox } from "./both/firefox.ts";
import { showRunning } from "./both/running.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox, where a model becomes forbidden while it answers", () => {
  let world: DrivenWorld;

  beforeAll(async () => {
    world = await openFirefox(executable ?? "", { pause: 40 });
  });
  afterAll(() => world.close());

  showRunning(() => world);
});
