import type { EndpointReport } from "../../shared/schema/endpoint-report.ts";

/** Which versions are the newest. */
export interface Newest {
  readonly policy: number;
  readonly directives: number;
}

/** One state that endpoints enforce, with how many of them. */
export interface EnforcedState {
  readonly release: string | null;
  readonly policy: number;
  readonly directives: number;
  readonly endpoints: number;
  /** 0 to 1. */
  readonly share: number;
}

/** One endpoint that does not enforce the newest state. */
interface Behind {
  readonly device: string;
  readonly release: string | null;
  readonly policy: number;
  readonly directives: number;
  readonly problem: string | null;
  /** When it said so, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** How far the newest state has come. */
export interface Rollout {
  readonly endpoints: number;
  readonly newest: Newest;
  /** Those of most endpoints first. */
  readonly states: readonly EnforcedState[];
  /** Seconds from signing to enforcing, of endpoints that enforce the newest state; null where none can say. */
  readonly secondsToEnforce: { readonly of: number; readonly median: number; readonly p95: number } | null;
  /** The longest silent first. */
  readonly behind: readonly Behind[];
}

/** Sums up what endpoints report; the newest state is `out`, or where nobody knows it the newest that is reported. */
export function rolloutOf(reports: readonly EndpointReport[], out: Newest | null): Rollout {
  const newest = out ?? {
    policy: Math.max(0, ...reports.map(({ policy }) => policy)),
    directives: Math.max(0, ...reports.map(({ directives }) => directives)),
  };
  const isCurrent = (one: EndpointReport): boolean =>
    one.problem === null && one.policy >= newest.policy && one.directives >= newest.directives;
  return {
    endpoints: reports.length,
    newest,
    states: statesOf(reports),
    secondsToEnforce: timesOf(reports.filter(isCurrent)),
    behind: reports
      .filter((one) => !isCurrent(one))
      .toSorted((a, b) => a.at - b.at)
      .map(({ device, release, policy, directives, problem, at }) => ({
        device,
        release,
        policy,
        directives,
        problem,
        at,
      })),
  };
}

function statesOf(reports: readonly EndpointReport[]): readonly EnforcedState[] {
  const alike = Map.groupBy(reports, ({ release, policy, directives }) =>
    JSON.stringify([release, policy, directives]),
  );
  return [...alike.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { release, policy, directives } = first;
      const { length: endpoints } = group;
      return [{ release, policy, directives, endpoints, share: endpoints / reports.length }];
    })
    .toSorted((a, b) => b.endpoints - a.endpoints || b.policy - a.policy || b.directives - a.directives);
}

function timesOf(reports: readonly EndpointReport[]): Rollout["secondsToEnforce"] {
  const times = reports
    .flatMap(({ issued, enforced }) =>
      issued === null || enforced === null ? [] : [Math.max(0, enforced - issued) / 1_000],
    )
    .toSorted((a, b) => a - b);
  if (times.length === 0) return null;
  return { of: times.length, median: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The value that this share of all does not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
