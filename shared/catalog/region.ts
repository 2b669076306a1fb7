import type { Place, Recognizer } from "../schema/recognizer.ts";
import { hostGlob } from "./host-glob.ts";

/** Where the region stands in calls to some of a service's hosts. */
export interface RegionPlace {
  readonly isFor: (host: string) => boolean;
  readonly at: Place;
}

/** What a region may look like; what does not is no region, since URLs can say anything. */
const REGION = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The record's own list of places, ready to be asked in its order. */
export function regionPlaces({ region }: Recognizer): readonly RegionPlace[] {
  return Object.entries(region ?? {}).map(([host, at]) => ({ isFor: hostTest(host), at }));
}

/** The region that the first telling place tells, in lower case; null where none does. */
export function regionAt(
  places: readonly RegionPlace[],
  host: string,
  textsAt: (place: Place) => readonly string[],
): string | null {
  for (const { isFor, at } of places) {
    const text = isFor(host) ? textsAt(at)[0]?.toLowerCase() : undefined;
    if (text !== undefined) return REGION.test(text) ? text : null;
  }
  return null;
}

function hostTest(host: string): (name: string) => boolean {
  if (host === "*") return () => true;
  const glob = hostGlob(host);
  return glob === null ? (name) => name === host : (name) => glob.test(name);
}
