import type { DiscoveryEvent } from "../../shared/schema/discovery-event.ts";

/** The use of one AI host that no recognizer knows, or that answers at paths which its record does not have. */
export interface UnknownUse {
  readonly host: string;
  readonly what: DiscoveryEvent["what"];
  readonly service: string | null;
  readonly visits: number;
  readonly calls: number;
  /** Milliseconds since 1970 UTC. */
  readonly first: number;
  readonly last: number;
}

/** Adds up events by host, most calls first, then most visits. */
export function usesOf(events: readonly DiscoveryEvent[]): readonly UnknownUse[] {
  const groups = Map.groupBy(events, ({ what, host, service }) => JSON.stringify([what, host, service]));
  const uses = Array.from(groups.values(), ([first, ...others]) => others.reduce(added, useOf(first)));
  return uses.toSorted((a, b) => b.calls - a.calls || b.visits - a.visits || (a.host < b.host ? -1 : 1));
}

function useOf(event: DiscoveryEvent | undefined): UnknownUse {
  if (event === undefined) throw new RangeError("A group of events is never empty.");
  const { host, what, service, visits, calls, from, until } = event;
  return { host, what, service, visits, calls, first: from, last: until };
}

function added(use: UnknownUse, event: DiscoveryEvent): UnknownUse {
  return {
    ...use,
    visits: use.visits + event.visits,
    calls: use.calls + event.calls,
    first: Math.min(use.first, event.from),
    last: Math.max(use.last, event.until),
  };
}
