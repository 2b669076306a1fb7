import { afterAll, beforeAll, describe } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import { SEALING_POLICY, showSealing } from "./both/sealing.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { openFirefox } from "./both/firefox.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox, where policy has text kept", () => {
  let world: DrivenWorld;

  beforeAll(async () => {
    world = await openFirefox(executable ?? "", { policy: SEALING_POLICY });
  });
  afterAll(() => world.close());

  showSealing(() => world);
});
