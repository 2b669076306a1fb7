import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOf, releaseFor } from "../../../agent/distribution/content/ring.ts";
import { decodeFloor, encodeFloor, type Floor } from "../../../agent/distribution/floor/floor.ts";
import { NudgeGate, readHint } from "../../../agent/distribution/news/nudge-gate.ts";
import { Poller } from "../../../agent/distribution/news/poller.ts";
import { pauseAfter } from "../../../agent/distribution/news/schedule.ts";
import type { Releases } from "../../../shared/schema/bundle.ts";
import type { Answer } from "../../../agent/distribution/repository/web-client.ts";

const FLOOR: Floor = {
  lanyard: 1,
  sequence: 7,
  roots: ["a".repeat(64)],
  metadata: { root: "{}", timestamp: "{}", snapshot: "{}", targets: "{}", directives: "{}" },
  time: { bound: 1_781_000_000_000, role: "timestamp", keys: ["k"] },
  checkedAt: 1_781_000_000_000,
  releases: "{}",
  catalog: null,
  inForce: {
    policy: { release: "r1", version: 1, issued: 1, text: "{}", files: [{ file: "a.yaml", text: "é" }] },
    directives: { version: 2, issued: 2, text: "{}", files: [] },
  },
};

/** An answer with these headers. */
function answer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, header: (name) => headers[name] ?? null, body: Buffer.alloc(0) };
}

/** Two rings, the second for this share and for pilots. */
function rings(share: number): Releases {
  return {
    lanyard: 1,
    rings: [
      { release: "all", share: 0, groups: [] },
      { release: "some", share, groups: ["pilots"] },
    ],
  };
}

/** Milliseconds after a good look, by what the server says. */
function good(headers: Readonly<Record<string, string>>, random = 0.5): number {
  return pauseAfter({ outcome: "same", answer: answer(200, headers) }, 0, random, 0);
}

/** Milliseconds after so many failures. */
function failed(failures: number, headers: Readonly<Record<string, string>> = {}): number {
  return pauseAfter({ outcome: "failed", answer: answer(503, headers) }, failures, 1, 0);
}

function hint(text: string): number | null {
  return readHint(Buffer.from(text));
}

describe("the text of a floor", () => {
  test("is read as it was written", () => {
    expect(decodeFloor(encodeFloor(FLOOR))).toEqual(FLOOR);
  });

  test("is found damaged whatever byte is another, wherever it is cut, and whatever stands behind it", () => {
    const bytes = Buffer.from(encodeFloor(FLOOR));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        expect(decodeFloor(damaged.toString())).toBeNull();
        expect(decodeFloor(bytes.subarray(0, at).toString())).toBeNull();
        expect(decodeFloor(`${bytes.toString()}${String.fromCharCode(flip)}`)).toBeNull();
      }),
    );
  });
});

describe("a ring", () => {
  test("takes about its share of the devices, and the same ones again", () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `device ${n}`);
    const inside = ids.filter((id) => releaseFor(rings(20), { place: placeOf(id), groups: [] }) === "some");
    expect(inside.length / ids.length).toBeCloseTo(0.2, 1);
    expect(placeOf("00112233445566778899aabbccddeeff")).toBe(placeOf("00112233445566778899aabbccddeeff"));
  });

  test("that grows keeps everybody it had, and the first release is for all who are in no other", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 99.999, noNaN: true }),
        fc.nat(100),
        fc.nat(100),
        (place, a, b) => {
          const [small, large] = a < b ? [a, b] : [b, a];
          const release = (share: number) => releaseFor(rings(share), { place, groups: [] });
          expect(["all", "some"]).toContain(release(small));
          if (release(small) === "some") expect(release(large)).toBe("some");
          expect(release(0)).toBe("all");
          expect(releaseFor(rings(0), { place, groups: ["pilots"] })).toBe("some");
        },
      ),
    );
  });
});

describe("the pause before the next look", () => {
  test("is a minute, or what the server says, within a quarter of a minute and an hour", () => {
    expect(good({})).toBe(60_000);
    expect(good({ "cache-control": "public, max-age=300" })).toBe(300_000);
    expect(good({ "cache-control": "max-age=0" })).toBe(15_000);
    expect(good({ "cache-control": "max-age=999999999" })).toBe(3_600_000);
    expect(good({}, 0)).toBe(54_000);
    expect(good({}, 1)).toBe(66_000);
  });

  test("doubles to ten minutes while the server fails, and is never shorter than it asks", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((n) => failed(n))).toEqual([
      15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000,
    ]);
    expect(failed(1, { "retry-after": "120" })).toBe(120_000);
    expect(failed(1, { "retry-after": new Date(90_000).toUTCString() })).toBe(90_000);
    expect(failed(1, { "retry-after": "soon" })).toBe(15_000);
    expect(pauseAfter({ outcome: "failed", answer: null }, 1, 0, 0)).toBe(7_500);
  });
});

describe("a nudge", () => {
  test("is decimal digits, at most 20 bytes of them", () => {
    expect(hint("42")).toBe(42);
    for (const bad of ["", "-1", "1.5", "1e9", " 1", "0x1", "look", "1".repeat(21)])
      expect(hint(bad), bad).toBeNull();
  });

  test("of what is known makes nobody look, and a new one makes them look within a quarter of a second", () => {
    const gate = new NudgeGate();
    expect(gate.pauseBefore(5, 5, 0, 0.5)).toBeNull();
    expect(gate.pauseBefore(6, 5, 0, 1)).toBe(250);
  });

  test("that lied makes the next wait twice as long, up to a minute, until one was true", () => {
    const gate = new NudgeGate();
    const pauses = Array.from({ length: 8 }, () => {
      gate.looked(false, 0);
      return gate.pauseBefore(6, 5, 0, 0);
    });
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    gate.looked(true, 0);
    expect(gate.pauseBefore(6, 5, 0, 0)).toBe(1_000);
  });
});

describe("a poller", () => {
  test("runs one look at a time, and one more for whoever asked meanwhile", async () => {
    const stop = new AbortController();
    let looks = 0;
    let running = 0;
    const poller = new Poller({
      look: async () => {
        expect((running += 1)).toBe(1);
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { outcome: "same", answer: null };
      },
      known: () => looks,
      random: () => 0,
      signal: stop.signal,
    });
    await Promise.all([poller.now(), poller.now(), poller.now()]);
    expect(looks).toBe(3);
    expect(poller.nextAt).toBeGreaterThan(Date.now());
    stop.abort();
    await poller.now();
    expect(looks).toBe(3);
  });

  test("plans one look for a storm of nudges", async () => {
    const stop = new AbortController();
    let looks = 0;
    const looked = Promise.withResolvers<void>();
    const poller = new Poller({
      look: () => {
        looks += 1;
        looked.resolve();
        return Promise.resolve({ outcome: "same", answer: null });
      },
      known: () => 1,
      random: () => 0,
      signal: stop.signal,
    });
    for (let version = 2; version < 10_000; version++) poller.nudge(version);
    await looked.promise;
    for (let version = 2; version < 10_000; version++) poller.nudge(version);
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks).toBe(1);
    stop.abort();
  });
});
