import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lapsedClaims, lapsesOf, provenAt, type ListedPassport } from "../../../agent/passport/lapses.ts";
import type { ClaimValues } from "../../../agent/passport/form.ts";
import type { StatusList } from "../../../agent/passport/status-list.ts";
import { CLAIMS } from "../../../shared/schema/proof.ts";
import { CLAIMED, DAY, HOUR, LIST, NOW, trusted } from "./made.ts";

interface Made {
  readonly claims?: ClaimValues;
  readonly begins?: number;
  readonly expires?: number;
  readonly greatestAge?: number | null;
  readonly list?: StatusList | null | undefined;
}

function listed({
  claims = CLAIMED,
  begins = NOW,
  expires = DAY,
  greatestAge = null,
  list,
}: Made): ListedPassport {
  const passport = {
    issuer: trusted({ greatestAge }),
    subject: "ada",
    issued: NOW,
    begins,
    expires: NOW + expires,
    claims,
    status: list === undefined ? null : { uri: LIST, index: 3 },
  };
  return { passport, list: list ?? null, untrusted: [] };
}

function statuses(fresh: number, expires: number | null = null, isGood = true): StatusList {
  const ends = expires === null ? null : NOW + expires;
  return { uri: LIST, issued: NOW, fresh, expires: ends, isGood: () => isGood };
}

const momentsOf = (all: readonly ListedPassport[]): readonly number[] =>
  lapsesOf(all, CLAIMS, NOW).map(({ at }) => at - NOW);

describe("what time alone takes away of what is proven", () => {
  test("is everything, at the end of the passport or at the age that policy allows", () => {
    const [end, none] = lapsesOf([listed({ expires: HOUR })], CLAIMS, NOW);
    expect(end).toMatchObject({ at: NOW + HOUR, proven: { values: {} } });
    expect(none).toBeUndefined();
    expect(momentsOf([listed({ greatestAge: HOUR })])).toEqual([HOUR]);
  });

  test("is assurance at each step of a status list that nobody renews, and everything at its last", () => {
    const all = [listed({ claims: { ...CLAIMED, assurance: 3 }, list: statuses(HOUR) })];
    const lapses = lapsesOf(all, CLAIMS, NOW);
    expect(lapses.map(({ at, proven }) => [at - NOW, proven.values.assurance])).toEqual([
      [HOUR, 2],
      [2 * HOUR, 1],
      [3 * HOUR, undefined],
    ]);
    const before = provenAt(all, CLAIMS, NOW).proven;
    expect(lapses.map(({ proven }) => lapsedClaims(before, proven))).toEqual([
      ["assurance"],
      ["assurance"],
      CLAIMS,
    ]);
    expect(momentsOf([listed({ list: statuses(DAY, HOUR) })])).toEqual([HOUR]);
  });

  test("is nothing where nothing counts now: not what is revoked, unknown, or has not begun", () => {
    expect(momentsOf([listed({ list: statuses(HOUR, null, false) })])).toEqual([]);
    expect(momentsOf([listed({ list: null })])).toEqual([]);
    expect(momentsOf([listed({ begins: NOW + HOUR })])).toEqual([]);
  });

  test("leaves what another passport proves", () => {
    const all = [
      listed({ expires: HOUR, claims: { location: "US" } }),
      listed({ claims: { location: "DE" } }),
    ];
    expect(lapsesOf(all, CLAIMS, NOW).map(({ proven }) => proven.values.location)).toEqual(["DE", undefined]);
  });

  const hours = fc.integer({ min: 1, max: 9 }).map((count) => count * HOUR);
  const passport = fc
    .record({
      expires: hours,
      greatestAge: fc.option(hours),
      begins: fc.constantFrom(NOW, NOW + HOUR),
      claims: fc
        .subarray([...CLAIMS])
        .map((said): ClaimValues => Object.fromEntries(said.map((one) => [one, CLAIMED[one]]))),
      list: fc.option(
        fc.tuple(hours, fc.option(hours)).map(([fresh, expires]) => statuses(fresh, expires)),
        { nil: undefined },
      ),
    })
    .map(listed);

  test("is what the agent itself would find at each moment, and never less of it", () => {
    fc.assert(
      fc.property(
        fc.array(passport, { maxLength: 4 }),
        fc.integer({ min: 0, max: 10 * HOUR }),
        (all, later) => {
          const counting = all.filter((one) => provenAt([one], CLAIMS, NOW).held[0]?.standing.fault === null);
          const told =
            lapsesOf(all, CLAIMS, NOW).findLast(({ at }) => at <= NOW + later) ??
            provenAt(counting, CLAIMS, NOW);
          const { values } = provenAt(counting, CLAIMS, NOW + later).proven;
          // With the last of too many steps nothing is proven, which is less than the agent would find.
          if (told.held.length > 0 || counting.length === 0) expect(told.proven.values).toEqual(values);
          else expect(told.proven.values).toEqual({});
        },
      ),
    );
  });

  test("is told in few steps, of which the last leaves nothing", () => {
    const all = [1, 2, 3, 4, 5, 6].map((count) =>
      listed({ expires: count * HOUR, claims: { location: `A${count}` } }),
    );
    const lapses = lapsesOf(all, CLAIMS, NOW);
    expect(lapses.map(({ at, proven }) => [(at - NOW) / HOUR, proven.values.location])).toEqual([
      [1, "A2"],
      [2, "A3"],
      [3, "A4"],
      [4, undefined],
    ]);
  });
});
