import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { LARGE_LIES, LIES, type Told } from "./lies.ts";
import { isJson, RESPELLINGS, textOf, withBytes } from "./respelling.ts";
import { oneOf, randomFrom, type Seed, SEEDS } from "./seeds.ts";
import { processorTime } from "../../processor-time.ts";

/** How many mutated requests: nightly runs set a million. */
const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);
/** Milliseconds that one may take, and how often it is asked again: the machine may be busy with something else. */
const LIMIT = 50;
const TRIES = 5;
/** Bytes by which the heap may differ between the middle and the end. */
const GROWTH = 8_000_000;
const DECOY = "gpt-4o-mini";

const catalog = indexCatalog(SERVICES);
const read = (call: Call): Recognition | null => recognize(catalog, call, { prompt: true });

interface Known extends Seed {
  readonly plain: Recognition | null;
}

interface Liar extends Known {
  readonly told: Told;
  readonly truth: readonly string[];
}

const known: readonly Known[] = SEEDS.map(({ name, call }) => ({ name, call, plain: read(call) }));
const liars: readonly Liar[] = known.flatMap(liarOf);

/** A seed whose body in JSON names its model, with what a lie needs. */
function liarOf(seed: Known): Liar[] {
  const raw = seed.plain?.modelAsSent ?? null;
  const text = textOf(seed.call);
  if (raw === null || !isJson(text) || !text.trim().startsWith("{")) return [];
  const honest = JSON.stringify(JSON.parse(text));
  const member = JSON.stringify({ [topKey(honest, raw)]: raw }).slice(1, -1);
  const truth = modelsOf(seed.plain);
  if (!honest.includes(member) || truth === null) return [];
  const decoy = member.replace(JSON.stringify(raw), JSON.stringify(DECOY));
  return [{ ...seed, told: { honest, member, decoy }, truth }];
}

/** The outermost key that has this value. */
function topKey(honest: string, raw: string): string {
  return Object.entries(JSON.parse(honest) as object).find(([, value]) => value === raw)?.[0] ?? "";
}

/** Every model that a recognition names; null where it says that nobody knows, or that nothing can be told. */
function modelsOf(recognition: Recognition | null): readonly string[] | null {
  if (recognition === null || !recognition.inspectable) return null;
  return recognition.model === null ? (recognition.mayBe?.toSorted() ?? null) : [recognition.model];
}

/** What must stay the same. */
function gistOf(recognition: Recognition | null): unknown {
  if (recognition === null) return null;
  const { service, provider, operation, inspectable, account, region } = recognition;
  return { service, provider, operation, inspectable, account, region, models: modelsOf(recognition) };
}

/** Reads a call, and holds it to its time. */
function readInTime(call: Call, what: string): Recognition | null {
  for (let left = TRIES; ; left -= 1) {
    let recognition: Recognition | null = null;
    const took = processorTime(() => (recognition = read(call)));
    if (took < LIMIT) return recognition;
    if (left === 0) throw new Error(`${what} took ${took} ms.`);
  }
}

function heap(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

/** Runs this many cases, and looks at the heap in the middle and at the end. */
function many(cases: number, one: (random: () => number, seed: number) => void): void {
  const sizes: number[] = [];
  for (let seed = 1; seed <= cases; seed += 1) {
    one(randomFrom(seed), seed);
    if (seed === Math.ceil(cases / 2) || seed === cases) sizes.push(heap());
  }
  const [middle = 0, end = 0] = sizes;
  const inMegabytes = `${(middle / 1e6).toFixed(1)} MB in the middle, ${(end / 1e6).toFixed(1)} MB at the end`;
  if (cases > 10_000)
    console.log(`${cases} cases in ${Math.round(performance.now() / 1_000)} s, heap ${inMegabytes}`);
  expect(end - middle).toBeLessThan(GROWTH);
}

describe("a request as another client would write it", () => {
  const names = Object.keys(RESPELLINGS);

  test("is for the same model, whatever of it is spelled otherwise", () => {
    many(CASES, (random, seed) => {
      const { name, call, plain } = oneOf(random, known);
      const chosen = Array.from({ length: 1 + Math.floor(random() * 3) }, () => oneOf(random, names));
      const other = [...new Set(chosen)].reduce(
        (made, way) => RESPELLINGS[way]?.(made, random) ?? made,
        call,
      );
      const what = `${name}, ${chosen.join(", ")}, seed ${seed}`;
      expect(gistOf(readInTime(other, what)), what).toEqual(gistOf(plain));
    });
  }, 3_600_000);
});

describe("a request that lies", () => {
  test.each(Object.keys({ ...LIES, ...LARGE_LIES }))(
    "is never for less than what a reader finds: %s",
    (lie) => {
      const random = randomFrom(1);
      for (const liar of liars) expectNoLess(liar, lie, random, `${liar.name}, ${lie}`);
    },
  );

  test("is never for less than what a reader finds, wherever it is told", () => {
    const names = Object.keys(LIES);
    many(CASES, (random, seed) => {
      const liar = oneOf(random, liars);
      const lie = oneOf(random, random() < 0.001 ? Object.keys(LARGE_LIES) : names);
      expectNoLess(liar, lie, random, `${liar.name}, ${lie}, seed ${seed}`);
    });
  }, 3_600_000);
});

describe("a message in parts that is cut off", () => {
  const inParts = known.filter(({ call }) => /^--|^\0/.test(textOf(call)) || /grpc|proto/.test(typeOf(call)));

  test.each(inParts)("names no other model: $name", ({ call, plain }) => {
    const bytes = call.body.kind === "bytes" ? call.body.bytes : new Uint8Array();
    for (let part = 0; part < 50; part += 1) {
      const cut = bytes.slice(0, Math.floor((bytes.length * part) / 50));
      const found = modelsOf(read({ ...call, body: { kind: "bytes", bytes: cut } }));
      if (found !== null) expect(found).toEqual(modelsOf(plain));
    }
  });
});

function typeOf({ headers }: Call): string {
  return headers?.["content-type"] ?? "";
}

/** At hosts that nobody knows, a path that many things have is AI by what its body says alone. */
function isAnywhere(plain: Recognition | null): boolean {
  return SERVICES.some(({ service, hosts }) => service === plain?.service && hosts.length === 0);
}

function expectNoLess(
  { call, told, truth, plain }: Liar,
  lie: string,
  random: () => number,
  what: string,
): void {
  const bytes = (LIES[lie] ?? LARGE_LIES[lie])?.(told, random) ?? new Uint8Array();
  const recognition = readInTime(withBytes(call, bytes), what);
  if (!isAnywhere(plain)) expect(recognition, what).not.toBeNull();
  const found = modelsOf(recognition);
  if (found !== null) expect(found, what).toEqual(expect.arrayContaining([...truth]));
}
