import type { StartFault } from "./fault.ts";

/** Faults of a browser's start: its first page calls a forbidden model before anything else. */
export const STARTS: readonly StartFault[] = [
  {
    name: "browser restarted",
    reasons: {},
    before: async (world) => (await world.launchReady("restarted")).close(),
    start: (world) => world.startCalling("restarted"),
  },
  {
    name: "first launch",
    reasons: {
      chromium:
        "On a profile that is new the browser has yet to fetch the extension; only the browser's own policies hold until then.",
      firefox:
        "On a profile that is new the browser has yet to install the extension; only the browser's own policies hold until then.",
    },
    before: async () => undefined,
    start: (world, n) => world.startCalling(`first-${n}`),
  },
];
