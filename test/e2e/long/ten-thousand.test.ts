import { afterAll, beforeAll, test } from "vitest";
import { stormWhileAway } from "../storm.ts";
import { World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

test("10,000 calls while the agent is away: none is lost and the page stays responsive", async () => {
  const { context, page } = await world.browse("forced", "https://intranet.example/");
  await stormWhileAway(world, context, page, 10_000);
});
