import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FakeServices } from "../fake/server.ts";
import type { Testable } from "../tested/choose.ts";
import type { BrowserName } from "../tested/tested.ts";
import type { MatrixCase } from "./cases.ts";
import { isUnsure, type Result } from "./report.ts";
import { type Arrival, arrivalsOf } from "./arrival.ts";
import { type Ground, send, type Sending, type Side } from "./run.ts";

const SIDES: readonly Side[] = ["forbidden", "allowed"];

/** Cases that a browser runs at a time: most wait most of the time. */
const LANES = 5;

/** What is sent late, as of pages that are left, has come by then; milliseconds. */
const STILL = 2_000;

/** Tokens of second tries count from here. */
const SECOND = 500;

/**
 * Runs these cases in a browser without the extension and, at the same time, in one with it and a real agent. A case
 * that did not come out, as where a busy machine broke a connection, is tried once more; one that got through never is.
 */
export async function runMatrix(
  { browser, open }: Testable,
  cases: readonly MatrixCase[],
  progress: (done: number) => void,
): Promise<Result[]> {
  const world = await open();
  try {
    // The mode that Gemini's app names in a form stands for another model than its header.
    await world.changePolicy("[google/gemini-3-flash]", "[google/gemini-3-flash, google/gemini-3.6-flash]");
    await world.agent.start();
    const guarded = await world.launchReady();
    const bare = await world.launchBare();
    const file = join(world.folder, "speech.wav");
    await writeFile(file, "RIFF of a voice on the disk");
    const grounds = {
      browser,
      fakes: world.fakes,
      bare: { browser: bare, file },
      guarded: { browser: guarded, file },
    };
    let done = 0;
    const first = await sendAll(grounds, cases, 0, () => progress((done += 1)));
    const unsure = first.filter(isUnsure);
    const second = await sendAll(
      grounds,
      unsure.map(({ one }) => one),
      SECOND,
      () => undefined,
    );
    return first.map((result) => second[unsure.indexOf(result)] ?? result);
  } finally {
    await world.close();
  }
}

/** A browser without the extension and one with it, of one kind, and the services that they reach. */
interface Grounds {
  readonly browser: BrowserName;
  readonly fakes: FakeServices;
  readonly bare: Ground;
  readonly guarded: Ground;
}

/** Sends all cases in both browsers; tokens count from `from`. */
async function sendAll(
  { browser, fakes, bare, guarded }: Grounds,
  cases: readonly MatrixCase[],
  from: number,
  done: () => void,
): Promise<Result[]> {
  const [without, within] = await Promise.all([
    runAll(bare, "b", cases, from, () => undefined),
    runAll(guarded, "g", cases, from, done),
  ]);
  await pause(STILL);
  const arrivals = arrivalsOf(fakes);
  return cases.map((one, n) => ({
    one,
    browser,
    tries: from === 0 ? 1 : 2,
    bare: sendings(arrivals, without[n] as Outcomes, token(from + n, "b")),
    guarded: sendings(arrivals, within[n] as Outcomes, token(from + n, "g")),
  }));
}

/** What a page saw of one case, by the model that it sent. */
type Outcomes = Record<Side, string>;

async function runAll(
  ground: Ground,
  by: string,
  cases: readonly MatrixCase[],
  from: number,
  done: () => void,
): Promise<Outcomes[]> {
  const all: Outcomes[] = [];
  const waiting = cases.entries();
  const lane = async (): Promise<void> => {
    for (const [n, one] of waiting) {
      const outcomes: Outcomes = { allowed: "", forbidden: "" };
      for (const side of SIDES) outcomes[side] = await send(ground, one, side, token(from + n, by)(side));
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
