import type { TestedBrowser } from "../tested/tested.ts";
import type { Arrival } from "./arrival.ts";
import { sentTo } from "./call.ts";
import { type MatrixCase, PAGES } from "./cases.ts";
import { sourceOf } from "./source.ts";
import { TARGETS } from "./targets.ts";

/** Which model a run sends. */
export type Side = "allowed" | "forbidden";

/** One case, sent once: what its page saw, and what reached a service. */
export interface Sending {
  readonly outcome: string;
  readonly arrivals: readonly Arrival[];
}

/** A browser that cases are run in. */
export interface Ground {
  readonly browser: TestedBrowser;
  /** A small file on the disk, for forms that take one. */
  readonly file: string;
}

/** How long a case may take, in ms. */
const PATIENCE = 30_000;

/** Sends one case with one model, from a fresh page; arrivals are for `arrivalsOf`, once all is still. */
export async function send(ground: Ground, one: MatrixCase, side: Side, token: string): Promise<string> {
  const target = TARGETS[one.where];
  const sent = sentTo(target, target.models[side], token, one.pad);
  const page = await ground.browser.newPage();
  try {
    await page.goto(`${PAGES[one.page]}?${token}`);
    if (one.form.endsWith("of the disk")) await page.choose("#upload", ground.file);
    const late = new Promise<string>((resolve) => {
      setTimeout(resolve, PATIENCE, "no end").unref();
    });
    const going = page.run(sourceOf(one, sent, token)).catch((cause: Error) => `broke: ${cause.message}`);
    return await Promise.race([going, late]);
  } finally {
    await page.close();
  }
}
