import { backoff } from "../../platform/backoff.ts";
import type { Look } from "../signed-policy.ts";

/** Milliseconds between two looks where the server says nothing, and the bounds of what it may say. */
const USUAL = 60_000;
const SHORTEST = 15_000;
const LONGEST = 3_600_000;
/** After failures. */
const WAITS = { shortest: SHORTEST, longest: 600_000 };
/** A tenth more or less, so that a fleet that was started together does not ask together. */
const JITTER = 0.1;

/** Milliseconds until the next look. `failures`: looks in a row that failed, this one included; `random`: 0 to 1. */
export function pauseAfter({ outcome, answer }: Look, failures: number, random: number, now: number): number {
  const said = answer === null ? null : saidBy(answer, now);
  if (outcome !== "failed") return jittered(clamped(said ?? USUAL), random);
  const pause = backoff(failures, WAITS, random);
  return said === null ? pause : Math.max(pause, clamped(said));
}

function saidBy(answer: NonNullable<Look["answer"]>, now: number): number | null {
  if (answer.status === 429 || answer.status >= 500) return retryAfter(answer.header("retry-after"), now);
  const [, seconds] = /(?:^|[,\s])max-age=(\d{1,9})/i.exec(answer.header("cache-control") ?? "") ?? [];
  return seconds === undefined ? retryAfter(answer.header("retry-after"), now) : Number(seconds) * 1_000;
}

/** Seconds, or a date. */
function retryAfter(said: string | null, now: number): number | null {
  if (said === null) return null;
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1_000;
  const date = Date.parse(said);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function clamped(pause: number): number {
  return Math.min(LONGEST, Math.max(SHORTEST, pause));
}

function jittered(pause: number, random: number): number {
  return pause * (1 - JITTER + 2 * JITTER * random);
}
