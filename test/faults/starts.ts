import type { World } from "../e2e/world.ts";
import type { StartFault } from "./fault.ts";

/** Faults of a browser's start: its first page calls a forbidden model before anything else. */
export const STARTS: readonly StartFault[] = [
  {
    name: "browser restarted",
    reason: null,
    before: async (world) => (await world.launchReady("forced", "restarted")).close(),
    start: (world) => startAndCall(world, "restarted"),
  },
  {
    name: "first launch",
    reason:
      "On a profile that is new the browser has yet to fetch the extension; only the browser's own policies hold until then.",
    before: async () => undefined,
    start: (world, n) => startAndCall(world, `first-${n}`),
  },
];

async function startAndCall(world: World, profile: string): Promise<void> {
  const context = await world.launch("forced", profile);
  const page = await context.newPage();
  await page.goto("https://eager.example/", { waitUntil: "commit" }).catch(() => undefined);
  await page
    .waitForFunction(() => document.documentElement.dataset["outcome"] !== undefined)
    .catch(() => undefined);
  await context.close();
}
