import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retracted, ringWords, staged, widened } from "../../../agent/publishing/rings.ts";
import { Releases, type Ring } from "../../../shared/schema/bundle.ts";

/** The release that an endpoint obeys: the last whose ring it is in. `place`: its device's, 0 to 100. */
function obeyed(rings: readonly Ring[], place: number, groups: readonly string[]): string | undefined {
  return rings.findLast((ring) => place < ring.share || ring.groups.some((one) => groups.includes(one)))
    ?.release;
}

const groups = fc.subarray(["staff", "legal", "pilot"]);
const reach = fc.record({ share: fc.integer({ min: 0, max: 99 }), groups });
const places = fc.record({ place: fc.double({ min: 0, max: 99.99, noNaN: true }), groups });
const out = fc.array(reach, { maxLength: 5 }).map((all) => {
  const first = staged([], "r0", { share: 100, groups: [] });
  return all.reduce<readonly Ring[]>((rings, one, index) => staged(rings, `r${index + 1}`, one), first);
});

describe("rings", () => {
  test("are always what endpoints accept, the first for everybody", () => {
    fc.assert(
      fc.property(out, (rings) => {
        Releases.parse({ lanyard: 1, rings });
        expect(rings[0]).toMatchObject({ share: 100, groups: [] });
      }),
    );
  });

  test("with a new release change nothing for endpoints outside its reach", () => {
    fc.assert(
      fc.property(out, reach, places, (rings, wide, at) => {
        const after = obeyed(staged(rings, "new", wide), at.place, at.groups);
        const isIn = at.place < wide.share || wide.groups.some((one) => at.groups.includes(one));
        expect(after).toBe(isIn ? "new" : obeyed(rings, at.place, at.groups));
      }),
    );
  });

  test("with a release for everybody hold that one alone", () => {
    fc.assert(
      fc.property(out, groups, (rings, some) => {
        expect(staged(rings, "new", { share: 100, groups: some })).toEqual([
          { release: "new", share: 100, groups: [] },
        ]);
      }),
    );
  });

  test("taken back are as they were before the newest", () => {
    fc.assert(
      fc.property(out, reach, (rings, wide) => {
        expect(retracted(staged(rings, "new", wide))).toEqual(rings);
      }),
    );
  });

  test("widened take nobody's release away", () => {
    fc.assert(
      fc.property(out, reach, places, fc.integer({ min: 0, max: 100 }), (rings, wide, at, more) => {
        const before = staged(rings, "new", wide);
        const after = widened(before, { share: Math.max(wide.share, more), groups: [] });
        if (obeyed(before, at.place, at.groups) === "new")
          expect(obeyed(after, at.place, at.groups)).toBe("new");
      }),
    );
  });

  test.each([
    ["a first release for a part", () => staged([], "a", { share: 10, groups: [] }), "for everybody"],
    [
      "narrowing",
      () =>
        widened(staged(staged([], "a", { share: 100, groups: [] }), "b", { share: 50, groups: [] }), {
          share: 10,
          groups: [],
        }),
      "50 percent already",
    ],
    [
      "taking back the only one",
      () => retracted([{ release: "a", share: 100, groups: [] }]),
      "No release is staged",
    ],
    [
      "widening what is for everybody",
      () => widened([{ release: "a", share: 100, groups: [] }], { share: 100, groups: [] }),
      "No release is staged",
    ],
  ])("refuse %s", (_what, change, words) => {
    expect(change).toThrow(words);
  });

  test("refuse a twenty-first release, which endpoints would not read", () => {
    let rings = staged([], "r0", { share: 100, groups: [] });
    for (let index = 1; index < 20; index += 1) rings = staged(rings, `r${index}`, { share: 1, groups: [] });
    expect(() => staged(rings, "r20", { share: 1, groups: [] })).toThrow("20 releases are out");
    expect(staged(rings, "r20", { share: 100, groups: [] })).toHaveLength(1);
  });

  test.each([
    [{ release: "a", share: 100, groups: [] }, "a for everybody"],
    [{ release: "a", share: 10, groups: ["legal", "pilot"] }, "a for 10 percent and the groups legal, pilot"],
    [{ release: "a", share: 0, groups: ["pilot"] }, "a for the groups pilot"],
    [{ release: "a", share: 0, groups: [] }, "a for 0 percent"],
  ])("are said in words", (ring, words) => {
    expect(ringWords(ring)).toBe(words);
  });
});
