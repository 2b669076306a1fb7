import type { Quoted } from "./json-string.ts";

/**
 * What came out of a body. A `Map` holds every value of each key of a form; JSON and protobuf are trees that are read
 * where a place asks. `sound` is false where the body is not what it says it is. `whole` tells whether `root` still
 * holds all that any reader could find in it (JSON with comments, say): if not, it is good for the record, not for trust.
 */
export interface Decoded {
  readonly root: unknown;
  readonly sound: boolean;
  readonly whole: boolean;
}

/** One value of a body that is read step by step. */
export interface Tree {
  /** Everything under a key, an index or `*`; null where this is not what the step takes it for. */
  step(step: string): readonly unknown[] | null;
  /** The string, number or boolean that stands here; the tree itself where it has members. */
  leaf(): unknown;
  /** True for an array. */
  readonly isList?: boolean;
  /** True for a list that has more elements than `*` gives. */
  readonly isCut?: boolean;
  /** A string of JSON where it stands, so that many can be put together at once; null for anything else. */
  readonly quoted?: Quoted | null;
}

/** What cannot be read at all. */
export const NOTHING: Decoded = { root: null, sound: false, whole: false };

/** The key under which a form's file names stand. */
export const FILES = "$files";

/** True for a value that is read step by step. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && "step" in value && "leaf" in value;
}

/** Several values in a row, under `*`. */
export function listOf(values: readonly unknown[]): Tree {
  const list: Tree = { step: (step) => (step === "*" ? values : []), leaf: () => list, isList: true };
  return list;
}

/** Several messages of one body, each asked for every step; null where one of them cannot be. */
export function eachOf(messages: readonly Tree[]): Tree {
  const all: Tree = {
    step: (step) => {
      const found = messages.map((message) => message.step(step));
      return found.includes(null) ? null : found.flatMap((values) => values ?? []);
    },
    leaf: () => all,
  };
  return all;
}
