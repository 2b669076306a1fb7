import { existsSync, readdirSync, readFileSync } from "node:fs";
import { callOfSample, SampleFile } from "../../../shared/catalog/sample.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { SAMPLES } from "./recorded-samples.ts";

/** A call that others are made of. */
export interface Seed {
  readonly name: string;
  readonly call: Call;
}

const FIXTURES = new URL("./fixtures/", import.meta.url);

/** Every recorded sample and every fixture, as calls. */
export const SEEDS: readonly Seed[] = [
  ...SAMPLES.map(({ name, sample }) => ({ name, call: callOfSample(sample) })),
  ...fixtures(),
];

function fixtures(): Seed[] {
  const names = existsSync(FIXTURES) ? readdirSync(FIXTURES).filter((name) => name.endsWith(".json")) : [];
  return names.map((name) => {
    const json: unknown = JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
    return { name, call: callOfSample(SampleFile.parse(json)) };
  });
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of a list. */
export function oneOf<T>(random: () => number, list: readonly T[]): T {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new Error("An empty list has none.");
  return one;
}
