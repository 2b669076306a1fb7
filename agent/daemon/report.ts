import type { Distribution } from "./distribution.ts";
import type { Peer } from "./peer.ts";

/** What an endpoint reports: the state that it has, and since when all of its browsers enforce it, if they do. */
export function reportOf(
  distribution: Distribution,
  peers: readonly Peer[],
  version: string,
): Parameters<Distribution["report"]>[0] {
  const state = distribution.stateNow();
  const extensions = peers.filter(({ extension }) => extension !== null);
  const moments = extensions.flatMap(({ applied }) =>
    applied !== null && applied.revision === state?.revision ? [applied.at] : [],
  );
  return {
    release: state?.release ?? null,
    policy: state?.policy ?? 0,
    directives: state?.directives ?? 0,
    revision: state?.revision ?? null,
    issued: state?.issued ?? null,
    enforced: moments.length > 0 && moments.length === extensions.length ? Math.max(...moments) : null,
    browsers: extensions.length,
    version,
    problem: distribution.policy.problems.code,
  };
}
