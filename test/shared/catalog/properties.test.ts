import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCatalog, recognize, touches } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { Recognition } from "../../../shared/schema/recognition.ts";
import { SAMPLES } from "./recorded-samples.ts";
import { processorTime } from "../../processor-time.ts";

const catalog = indexCatalog(SERVICES);
const calls = SAMPLES.map(({ name, sample }) => ({
  name,
  call: callOfSample(sample),
}));
const anyCall = fc.constantFrom(...calls.map(({ call }) => call));

/** How many cases: nightly runs set a million. */
const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);

/** The best of five: what is slow is slow every time. */
function fastest(run: () => unknown): number {
  let best = Infinity;
  for (let left = 5; left > 0 && best >= 50; left -= 1) {
    best = Math.min(best, processorTime(run));
  }
  return best;
}

/** One change to a body's bytes, drawn as numbers from 0 to 1 so that it fits a body of any length. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.integer({ min: 0, max: 255 }),
  cut: fc.boolean(),
});

function damaged(call: Call, { at, byte, cut }: { at: number; byte: number; cut: boolean }): Call {
  if (call.body.kind !== "bytes" || call.body.bytes.length === 0) return call;
  const index = Math.min(call.body.bytes.length - 1, Math.floor(at * call.body.bytes.length));
  if (cut) return { ...call, body: { kind: "bytes", bytes: call.body.bytes.slice(0, index) } };
  const bytes = call.body.bytes.slice();
  bytes[index] = byte;
  return { ...call, body: { kind: "bytes", bytes } };
}

/** The same JSON with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("recognize, whatever is sent", () => {
  test("never throws, gives what its schema says, and says the same without the prompt", () => {
    fc.assert(
      fc.property(anyCall, fc.array(damage, { minLength: 1, maxLength: 4 }), (call, damages) => {
        const hostile = damages.reduce(damaged, call);
        const recognition = recognize(catalog, hostile, { prompt: true });
        if (recognition !== null) Recognition.parse(recognition);
        const silent = recognize(catalog, hostile, { prompt: false });
        expect(silent).toEqual(recognition === null ? null : { ...recognition, prompt: null });
      }),
      { numRuns: CASES },
    );
  }, 600_000);

  test("takes less than 50 ms for each, nested and repeated as it may be", () => {
    const bytes = new TextEncoder();
    const many = fc.integer({ min: 1, max: 20_000 });
    const part = fc.constantFrom(
      "[",
      '{"a":',
      '"\\\\',
      "[0,",
      '{"model":"x",',
      "/*",
      "\u001e",
      "42[",
      '"model":"y",',
    );
    fc.assert(
      fc.property(anyCall, part, many, (call, text, times) => {
        const body = { kind: "bytes", bytes: bytes.encode(text.repeat(times)) } as const;
        const hostile = { ...call, body, frames: [text.repeat(times)] };
        expect(fastest(() => recognize(catalog, hostile, { prompt: true }))).toBeLessThan(50);
      }),
      { numRuns: Math.ceil(CASES / 10) },
    );
  }, 600_000);

  test("never throws on any address and any bytes", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fc.uint8Array({ maxLength: 200 }),
        (url, bytes) => {
          const call: Call = {
            method: "POST",
            url,
            headers: null,
            body: { kind: "bytes", bytes },
            frames: [bytes],
          };
          recognize(catalog, call, { prompt: true });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe.each(calls)("$name", ({ call }) => {
  const plain = recognize(catalog, call, { prompt: true });

  test("is recognized however its host is written", () => {
    const { host, hostname, port } = new URL(call.url);
    const onPort = port === "" ? `${host}:8443` : host;
    const spellings = [host.toUpperCase(), host.replace(hostname, `${hostname}.`), onPort];
    for (const spelling of spellings) {
      const url = call.url.replace(`//${host}`, `//${spelling}`);
      expect(recognize(catalog, { ...call, url }, { prompt: true })).toEqual(plain);
    }
  });

  test("is the same without the prompt, but for the prompt", () => {
    const silent = recognize(catalog, call, { prompt: false });
    expect(silent).toEqual(plain === null ? null : { ...plain, prompt: null });
  });

  test("is the same whatever the order of its keys", () => {
    if (call.body.kind !== "bytes") return;
    const text = new TextDecoder().decode(call.body.bytes);
    if (!text.startsWith("{")) return;
    const bytes = new TextEncoder().encode(JSON.stringify(reversed(JSON.parse(text))));
    const shuffled = recognize(catalog, { ...call, body: { kind: "bytes", bytes } }, { prompt: false });
    expect(shuffled).toEqual(recognize(catalog, call, { prompt: false }));
  });

  test("is touched by URL alone", () => {
    expect(touches(catalog, call.url, call.method)).not.toBeNull();
  });
});
