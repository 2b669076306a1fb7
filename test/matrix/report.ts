import type { BrowserName } from "../tested/tested.ts";
import type { MatrixCase } from "./cases.ts";
import { absence, expectedLimit } from "./limits.ts";
import type { Sending, Side } from "./run.ts";
import { TARGETS } from "./targets.ts";

/** What became of one case, in a browser without the extension and in one with it. */
export interface Result {
  readonly one: MatrixCase;
  readonly browser: BrowserName;
  readonly tries: number;
  readonly bare: Readonly<Record<Side, Sending>>;
  readonly guarded: Readonly<Record<Side, Sending>>;
}

/** One side of one case, judged. */
interface Judged {
  readonly browser: BrowserName;
  readonly case: string;
  readonly side: Side;
  /** `limit`: wrong, as is known and said. `absent`: this browser does not send it even without the extension. */
  readonly verdict: "right" | "wrong" | "limit" | "absent";
  readonly why: string;
  readonly tries: number;
}

/** The matrix, as `--json` prints it. */
export interface Report {
  readonly forbidden: { readonly stopped: number; readonly of: number };
  readonly allowed: { readonly passed: number; readonly of: number };
  readonly limits: readonly {
    readonly browser: BrowserName;
    readonly case: string;
    readonly reason: string;
  }[];
  readonly cases: readonly Judged[];
}

/** Sums up; what is known to be impossible, or does not exist in this browser, is listed apart. */
export function reportOf(results: readonly Result[]): Report {
  const cases = results.flatMap((result) => [judged(result, "forbidden"), judged(result, "allowed")]);
  const count = (side: Side, verdicts: readonly string[]): number =>
    cases.filter((one) => one.side === side && verdicts.includes(one.verdict)).length;
  const apart = cases.filter(({ verdict }) => verdict === "limit" || verdict === "absent");
  return {
    forbidden: { stopped: count("forbidden", ["right"]), of: count("forbidden", ["right", "wrong"]) },
    allowed: { passed: count("allowed", ["right"]), of: count("allowed", ["right", "wrong"]) },
    limits: apart.map(({ browser, case: name, side, why }) => ({
      browser,
      case: `${name}, ${side}`,
      reason: why,
    })),
    cases,
  };
}

function judged(result: Result, side: Side): Judged {
  const { one, browser, bare, guarded, tries } = result;
  const names = { browser, case: one.name, side, tries };
  const absent = absence(one, browser);
  const limit = expectedLimit(one, browser);
  if (bare[side].arrivals.length === 0) {
    if (absent !== null) return { ...names, verdict: "absent", why: absent };
    const why = `Without the extension nothing arrives either (${bare[side].outcome}).`;
    return { ...names, verdict: "wrong", why };
  }
  if (absent !== null && side === "allowed" && guarded.allowed.arrivals.length === 0)
    return { ...names, verdict: "absent", why: absent };
  const why = side === "forbidden" ? gotThrough(result) : changed(result);
  if (why === null) return { ...names, verdict: "right", why: "" };
  if (limit?.side === side) return { ...names, verdict: "limit", why: limit.reason };
  return { ...names, verdict: "wrong", why };
}

/** True of a case that says nothing yet: nothing got through, but something did not come out as it must. */
export function isUnsure(result: Result): boolean {
  const { one, browser, bare } = result;
  if (absence(one, browser) !== null || gotThrough(result) !== null) return false;
  if (bare.allowed.arrivals.length === 0 || bare.forbidden.arrivals.length === 0) return true;
  return expectedLimit(one, browser)?.side !== "allowed" && changed(result) !== null;
}

/** A socket to an allowed address may be open; what counts is whether the model that is forbidden is named in it. */
function gotThrough({ one, guarded }: Result): string | null {
  const { forbidden } = TARGETS[one.where].models;
  const through = guarded.forbidden.arrivals.filter(
    ({ kind, text }) => kind === "request" || text.includes(forbidden),
  );
  return through.length === 0
    ? null
    : `${through.length} arrived; the page saw: ${guarded.forbidden.outcome}.`;
}

function changed({ bare, guarded }: Result): string | null {
  const before = bare.allowed;
  const now = guarded.allowed;
  if (now.arrivals.length !== before.arrivals.length)
    return `${now.arrivals.length} arrived in place of ${before.arrivals.length}; the page saw: ${now.outcome}.`;
  const other = now.arrivals.find(({ shape }, n) => shape !== before.arrivals[n]?.shape);
  if (other !== undefined) {
    const was = before.arrivals[now.arrivals.indexOf(other)]?.shape ?? "";
    return `What arrived differs: ${difference(was, other.shape)}`;
  }
  return now.outcome === before.outcome ? null : `The page saw ${now.outcome} in place of ${before.outcome}.`;
}

function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `…${one.slice(Math.max(0, at - 40), at + 80)}… became …${other.slice(Math.max(0, at - 40), at + 80)}…`;
}
