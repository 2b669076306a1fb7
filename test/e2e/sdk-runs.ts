import type { Page } from "playwright";
import type { FakeServices } from "../fake/server.ts";
import type { Received } from "../fake/received.ts";
import type { JournalRow } from "./agent-process.ts";
import { SDK_ROWS, type SdkRow } from "./sdk-rows.ts";
import { until } from "./until.ts";

/** Where the page with every call of every SDK stands: at no AI service, so that it has no hook, and at one. */
export const BREADTH_PAGE = "https://sdk.example/breadth/index.html";
export const HOOKED_PAGE = "https://chat.z.ai/breadth/index.html";

/** What became of one call: what the page saw, what reached the services, and when, in milliseconds since 1970 UTC. */
export interface SdkRun {
  readonly outcome: { readonly text: string } | { readonly error: string };
  readonly arrived: readonly Received[];
  readonly from: number;
  readonly to: number;
}

/** What is random or tells the time in a request: the same call twice differs in it. */
const VOLATILE_HEADERS: ReadonlySet<string> = new Set([
  "amz-sdk-invocation-id",
  "authorization",
  "content-length", // the body itself is compared
  "x-amz-date",
]);

/** Makes every call once, one after the other, with the models that are allowed or forbidden. */
export async function runEach(
  page: Page,
  fakes: FakeServices,
  kind: "allowed" | "forbidden",
  rows: readonly SdkRow[] = SDK_ROWS,
): Promise<ReadonlyMap<SdkRow, SdkRun>> {
  const runs = new Map<SdkRow, SdkRun>();
  const { origin } = new URL(page.url());
  for (const row of rows) {
    fakes.forget();
    const from = Date.now();
    const asked = [row.sdk, row.call, row.models?.[kind].sent ?? ""] as const;
    const outcome = await page.evaluate(([sdk, call, model]) => window.callSdk(sdk, call, model), asked);
    const to = Date.now();
    runs.set(row, { outcome, arrived: fakes.received().filter((one) => isFromPage(one, origin)), from, to });
    await until("the next call has a time of its own", () => Date.now() > to);
  }
  return runs;
}

/** The decisions that were made while a call ran. */
export function decisionsIn(journal: readonly JournalRow[], { from, to }: SdkRun): readonly JournalRow[] {
  return journal.filter(({ kind, time }) => kind === "decision" && time >= from && time <= to);
}

/** A request as the service saw it, without what differs from one time to the next. */
export function shapeOf({ method, host, path, query, headers, text }: Received): unknown {
  const boundary = /boundary=(?<boundary>\S+)/.exec(headers["content-type"] ?? "")?.groups?.["boundary"];
  // Answers of the stand-ins are numbered, and a call that goes on from one says its number.
  const steady = (part: string): string =>
    part.replaceAll(boundary ?? "no boundary", "BOUNDARY").replace(/(stand[-_]in[-_])\d+/g, "$1N");
  const told = Object.entries(headers)
    .filter(([name]) => !VOLATILE_HEADERS.has(name))
    .map(([name, value]) => `${name}: ${steady(value)}`);
  return { request: `${method} ${host}${path}?${query}`, headers: told.toSorted(), body: steady(text) };
}

/** The browser makes calls of its own, asks before it makes a page's, and fetches the page's own scripts. */
function isFromPage({ method, host, headers }: Received, origin: string): boolean {
  return method !== "OPTIONS" && `https://${host}` !== origin && headers["origin"] === origin;
}
