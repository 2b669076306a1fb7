/** One figure of the benchmark, as `npm run bench -- --json` gives it. */
export interface BenchRow {
  /** What was measured. */
  readonly what: string;
  /** Who did it: Lanyard, a peer, or the bare limit. */
  readonly of: string;
  /** How large the thing was: "4 kB", "1000 rules". */
  readonly size: string | number;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  /** This figure divided by that of each peer in the same run. */
  readonly against: Readonly<Record<string, number>>;
}

/** The value below which this share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Rows of one quantity for several contestants, each against all the others. */
export function rowsOf(
  what: string,
  size: string | number,
  unit: string,
  samples: ReadonlyMap<string, readonly number[]>,
): BenchRow[] {
  const medians = new Map(Array.from(samples, ([of, values]) => [of, quantile(values, 0.5)]));
  return Array.from(samples, ([of, values]) => {
    const median = quantile(values, 0.5);
    const others = Array.from(medians).filter(([name]) => name !== of);
    return {
      what,
      of,
      size,
      unit,
      median,
      p95: quantile(values, 0.95),
      against: Object.fromEntries(others.map(([name, value]) => [name, median / value])),
    };
  });
}
