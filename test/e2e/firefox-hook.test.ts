import { afterAll, beforeAll, describe } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { DrivenWorld } from "./both/driven.ts";
import { openFirefox } from "./both/firefox.ts";
import { showHiddenBodies } from "./both/hidden-bodies.ts";
import { showServed } from "./both/served.ts";
import { showSockets } from "./both/sockets.ts";
import { type Picked, showUploads } from "./both/uploads.ts";

const executable = await findFirefox();

/** One way a service: that all ways are alike is shown in Chromium. */
const WAYS: Readonly<Record<string, Picked>> = { ChatGPT: "chosen", Claude: "dropped", Gemini: "pasted" };

describe.skipIf(executable === null)("Firefox, with the hook in the page", () => {
  let world: DrivenWorld;

  beforeAll(async () => {
    world = await openFirefox(executable ?? "", { pause: 100 });
  });
  afterAll(() => world.close());

  describe("replies", () => showServed(() => world));
  describe("bodies", () => showHiddenBodies(() => world, "firefox"));
  describe("sockets", () => showSockets(() => world));
  describe("files", () =>
    showUploads(
      () => world,
      (service) => [WAYS[service] ?? "chosen"],
    ));
});
