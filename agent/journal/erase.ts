import { randomUUID } from "node:crypto";
import { setOf } from "./place-set.ts";
import type { Store } from "./store.ts";

/** Whose keys go: of these places, or of everything before a moment, in milliseconds since 1970 UTC. */
export type EraseRequest = { readonly sequences: readonly number[] } | { readonly until: number };

/** Keys that go in one transaction. */
const AT_ONCE = 10_000;

/**
 * Erases keys of sealed content that are there, with one record of it; how many. Events and leaves stay as they are. `by`:
 * who asked for it, or null where it is their age.
 */
export function eraseSome(store: Store, request: EraseRequest, by: string | null, now: number): number {
  const sequences = chosen(store, request);
  const [first] = sequences;
  if (first === undefined) return 0;
  const record = store.size + 1;
  store.add({
    id: randomUUID(),
    time: now,
    kind: "erased",
    ...(by === null ? { why: "age" } : { why: "asked", by }),
    count: sequences.length,
    first,
    last: sequences.at(-1) ?? first,
    set: setOf(sequences),
  });
  store.sealedKeys.erase(sequences, record);
  return sequences.length;
}

function chosen({ sealedKeys }: Store, request: EraseRequest): readonly number[] {
  if ("until" in request) return sealedKeys.before(request.until, AT_ONCE);
  const places = [...new Set(request.sequences)].toSorted((one, other) => one - other);
  return places.filter((place) => (sealedKeys.at(place)?.wrapped ?? null) !== null).slice(0, AT_ONCE);
}
