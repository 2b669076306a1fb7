import type { BrowserContext } from "playwright";
import type { FakeServices } from "../fake/server.ts";
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

/** A browser that cases are run in, with what they are judged by. */
export interface Ground {
  readonly context: BrowserContext;
  readonly fakes: FakeServices;
  /** A small file on the disk, for forms that take one. */
  readonly file: string;
}

/** How long a case may take, in ms. */
const PATIENCE = 30_000;

/** Sends one case with one model, from a fresh page; arrivals are for `arrivalsOf`, once all is still. */
export async function send(ground: Ground, one: MatrixCase, side: Side, token: string): Promise<string> {
  const target = TARGETS[one.where];
  const sent = sentTo(target, target.models[side], token, one.pad);
  const page = await ground.context.newPage();
  const opened = [page];
  page.on("popup", (popup) => opened.push(popup));
  try {
    await page.goto(`${PAGES[one.page]}?${token}`, { waitUntil: "domcontentloaded" });
    if (one.form.endsWith("of the disk")) await page.setInputFiles("#upload", ground.file);
    const late = new Promise<string>((resolve) => {
      setTimeout(resolve, PATIENCE, "no end").unref();
    });
    const going = page
      .evaluate(sourceOf(one, sent, token))
      .then(String, (cause: Error) => `broke: ${cause.message}`);
    return await Promise.race([going, late]);
  } finally {
    await Promise.all(opened.map((other) => other.close().catch(() => undefined)));
  }
}
