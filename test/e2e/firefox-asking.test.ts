import { afterAll, beforeAll, describe } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import { ASKING_POLICY, showAsking } from "./both/asking.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { openFirefox } from "./both/firefox.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox, where policy asks", () => {
  let world: DrivenWorld;

  beforeAll(async () => {
    world = await openFirefox(executable ?? "", { policy: ASKING_POLICY });
  });
  afterAll(() => world.close());

  showAsking(() => world);
});
