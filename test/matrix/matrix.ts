import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "../browser/launch.ts";
import { canForce } from "../browser/launch-forced.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { World } from "../e2e/world.ts";
import type { MatrixCase } from "./cases.ts";
import type { Result } from "./report.ts";
import { type Arrival, arrivalsOf } from "./arrival.ts";
import { type Ground, send, type Sending, type Side } from "./run.ts";

const SIDES: readonly Side[] = ["forbidden", "allowed"];

/** Cases that a browser runs at a time: most wait most of the time. */
const LANES = 5;

/** What is sent late, as of pages that are left, has come by then; milliseconds. */
const STILL = 2_000;

/** Runs these cases in a browser without the extension and, at the same time, in one with it and a real agent. */
export async function runMatrix(
  cases: readonly MatrixCase[],
  progress: (done: number) => void,
): Promise<Result[]> {
  const world = await World.open();
  try {
    // The mode that Gemini's app names in a form stands for another model than its header.
    await world.changePolicy("[google/gemini-3-flash]", "[google/gemini-3-flash, google/gemini-3.6-flash]");
    await world.agent.start();
    const forced = await canForce(await findBrowser({}));
    const guarded = await world.launchReady(forced ? "forced" : "unpacked");
    const bare = world.keep(await launch(world.launchOptions("bare"), []));
    const file = join(world.folder, "speech.wav");
    await writeFile(file, "RIFF of a voice on the disk");
    const grounds = { bare, guarded };
    let done = 0;
    const [without, within] = await Promise.all([
      runAll({ context: grounds.bare, fakes: world.fakes, file }, "b", cases, () => undefined),
      runAll({ context: grounds.guarded, fakes: world.fakes, file }, "g", cases, () => progress((done += 1))),
    ]);
    await pause(STILL);
    const arrivals = arrivalsOf(world.fakes);
    return cases.map((one, n) => ({
      one,
      bare: sendings(arrivals, without[n] as Outcomes, token(n, "b")),
      guarded: sendings(arrivals, within[n] as Outcomes, token(n, "g")),
    }));
  } finally {
    await world.close();
  }
}

/** What a page saw of one case, by the model that it sent. */
type Outcomes = Record<Side, string>;

async function runAll(
  ground: Ground,
  by: string,
  cases: readonly MatrixCase[],
  done: () => void,
): Promise<Outcomes[]> {
  const all: Outcomes[] = [];
  const waiting = cases.entries();
  const lane = async (): Promise<void> => {
    for (const [n, one] of waiting) {
      const outcomes: Outcomes = { allowed: "", forbidden: "" };
      for (const side of SIDES) outcomes[side] = await send(ground, one, side, token(n, by)(side));
      all[n] = outcomes;
      done();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return all;
}

/** Of one length each, since it stands in bodies whose length is told. */
function token(n: number, by: string): (side: Side) => string {
  return (side) => `case${String(n).padStart(3, "0")}${by}${side.charAt(0)}`;
}

function sendings(
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
  outcomes: Outcomes,
  of: (side: Side) => string,
): Record<Side, Sending> {
  const sending = (side: Side): Sending => ({
    outcome: outcomes[side],
    arrivals: arrivals.get(of(side)) ?? [],
  });
  return { allowed: sending("allowed"), forbidden: sending("forbidden") };
}
