import { guidedTour } from "./guided-tour.ts";
import { openLive, openWindow } from "./open-window.ts";
import { tourOptions, USAGE, type TourOptions } from "./options.ts";
import { say, styled } from "./say.ts";
import { setStage, type Stage } from "./stage.ts";
import { TourError } from "./tour-error.ts";

/** What the shell sees of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait; children end when our pipes do.
    if (stop.signal.aborted) process.exit(INTERRUPTED);
    stop.abort();
  });
}

process.exit(await main());

async function main(): Promise<number> {
  try {
    const options = tourOptions(process.argv.slice(2), process.platform, process.env);
    if (options !== null) await tour(options);
    else say(USAGE);
    return stop.signal.aborted ? INTERRUPTED : 0;
  } catch (cause) {
    if (stop.signal.aborted) return INTERRUPTED;
    say(`\n${styled("red", cause instanceof Error ? cause.message : String(cause))}`);
    return 1;
  }
}

/** One tour: whatever happens in it, all that was started has ended when it returns. */
async function tour(options: TourOptions): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([stop.signal, ending.signal]);
  const interrupted = new Promise<never>((_, reject) => {
    stop.signal.addEventListener("abort", () => reject(stop.signal.reason as Error));
  });
  let stage: Stage | null = null;
  try {
    stage = await Promise.race([setStage(options, signal), interrupted]);
    await Promise.race([perform(stage, options), interrupted]);
  } finally {
    // A browser that the person closed is gone already.
    await stage?.context.close().catch(() => undefined);
    ending.abort();
    await stage?.agent.ended;
    if (stage !== null)
      say(`\nThe journal of this tour: npm run lanyard -- journal list --file ${stage.organization.journal}`);
  }
}

async function perform(stage: Stage, options: TourOptions): Promise<void> {
  if (!options.headless) await openWindow(stage);
  else if (options.live) await openLive(stage);
  else keepPromises(await guidedTour(stage));
}

function keepPromises(broken: readonly string[]): void {
  if (broken.length > 0) throw new TourError("promise_broken", broken.join("\n"));
  say("Every call went as the policy says, and what was denied never reached a service.");
}
