import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";

/** The moment that an option names as an ISO time; now where it is not given. */
export function momentGiven(given: Given, name: string): number {
  const typed = given.value(name);
  if (typed === null) return Date.now();
  const time = Date.parse(typed);
  if (Number.isNaN(time))
    throw new CommandError("usage", `--${name} "${typed}" is no time. Write one as in 2026-06-12T21:21:00Z.`);
  return time;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The moment that `--since` asks for: so long ago (15m, 1h, 2d), or an ISO time; null where it is not given. */
export function sinceGiven(given: Given, now: number, name = "since"): number | null {
  const typed = given.value(name);
  if (typed === null) return null;
  const [, count, unit] = /^(\d+)([smhd])$/.exec(typed) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * (UNITS[unit] ?? 0);
  const time = Date.parse(typed);
  if (Number.isNaN(time))
    throw new CommandError(
      "usage",
      `--${name} "${typed}" is no time. Write 15m, 1h, 2d, or 2026-06-12T21:21:00Z.`,
    );
  return time;
}
