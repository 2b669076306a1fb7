import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { standingOf } from "../../../agent/passport/standing.ts";
import { newStatusList, readStatusList } from "../../../agent/passport/status-list.ts";
import type { Passport } from "../../../agent/passport/verify.ts";
import { DAY, faultOf, HOUR, keys, LIST, NOW, signedList, trusted } from "./made.ts";

const EXPECTED = { uri: LIST, keys: [keys.issuer.public] };

function listText(size: number, revoked: readonly number[]): string {
  const times = { uri: LIST, issued: NOW, fresh: DAY, expires: NOW + 3 * DAY };
  return newStatusList(keys.issuer, times, size, revoked);
}

function packed(bytes: readonly number[]): string {
  return deflateSync(Buffer.from(bytes)).toString("base64url");
}

function content(more: object = {}): object {
  return { sub: LIST, iat: NOW / 1_000, status_list: { bits: 1, lst: packed([0]) }, ...more };
}

describe("a status list", () => {
  test("says of every passport in it whether it was revoked, and nothing of others", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), fc.uniqueArray(fc.nat(299)), async (size, places) => {
        const revoked = places.filter((place) => place < size);
        const list = await readStatusList(listText(size, revoked), EXPECTED);
        for (let place = 0; place < size; place += 1)
          expect(list.isGood(place)).toBe(!revoked.includes(place));
        expect(list.isGood(size + 8)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test("of two bits is read as the specification's own example has it", async () => {
    // draft-ietf-oauth-status-list, 4.2: statuses 1 2 0 3 0 1 0 1 1 2 3 3 as the bytes c9 44 f9.
    const list = await readStatusList(
      signedList(keys.issuer, content({ status_list: { bits: 2, lst: packed([0xc9, 0x44, 0xf9]) } })),
      EXPECTED,
    );
    const good = Array.from({ length: 12 }, (_, place) => list.isGood(place));
    expect(good.flatMap((one, place) => (one === true ? [place] : []))).toEqual([2, 4, 6]);
  });

  test.each([
    ["of other passports", (): string => signedList(keys.issuer, content({ sub: `${LIST}2` })), "malformed"],
    ["signed by somebody else", (): string => signedList(keys.other, content()), "signature"],
    [
      "that is a passport",
      (): string => signedList(keys.issuer, content(), { typ: "dc+sd-jwt" }),
      "malformed",
    ],
    ["signed with nothing", (): string => unsigned(), "algorithm"],
    ["without its time", (): string => signedList(keys.issuer, content({ iat: undefined })), "malformed"],
    [
      "packed by no packer",
      (): string => signedList(keys.issuer, content({ status_list: { bits: 1, lst: "AAAA" } })),
      "malformed",
    ],
    [
      "that unpacks without end",
      (): string => signedList(keys.issuer, content({ status_list: { bits: 1, lst: bomb() } })),
      "malformed",
    ],
    ["that is a page of a web server", (): string => "<html>", "malformed"],
  ] as const)("%s is refused", async (_what, text, code) => {
    expect(await faultOf(readStatusList(text(), EXPECTED))).toBe(code);
  });
});

function unsigned(): string {
  const data = [{ typ: "statuslist+jwt", alg: "none" }, content()].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${data.join(".")}.`;
}

function bomb(): string {
  return deflateSync(Buffer.alloc(20_000_000)).toString("base64url");
}

function held(more: Partial<Passport> = {}): Passport {
  return {
    issuer: trusted(),
    subject: "ada",
    issued: NOW,
    begins: NOW,
    expires: NOW + 30 * DAY,
    claims: {},
    status: { uri: LIST, index: 3 },
    ...more,
  };
}

describe("a verified passport", () => {
  test.each([
    ["counts from its beginning", {}, 0, null, 0],
    ["does not count before", { begins: NOW + HOUR }, 0, "not_yet", 0],
    ["counts to its last moment", { expires: NOW + HOUR }, HOUR - 1, null, 0],
    ["does not count from its end on", { expires: NOW + HOUR }, HOUR, "expired", 0],
    [
      "does not count beyond the age that policy allows",
      { issuer: trusted({ greatestAge: HOUR }) },
      HOUR,
      "too_old",
      0,
    ],
    ["is less sure a day after the last list", {}, DAY, null, 1],
    ["is still less sure after two", {}, 2 * DAY, null, 2],
    ["proves nothing after three", {}, 3 * DAY, "no_status", 0],
    [
      "proves nothing where the list does not reach it",
      { status: { uri: LIST, index: 99 } },
      0,
      "no_status",
      0,
    ],
    ["that is on no list counts as long as it says itself", { status: null }, 20 * DAY, null, 0],
    ["is revoked where the list says so", { status: { uri: LIST, index: 4 } }, 0, "revoked", 0],
  ] as const)("%s", async (_what, more, later, fault, lowered) => {
    const list = await readStatusList(listText(8, [4]), EXPECTED);
    expect(standingOf(held(more), list, NOW + later)).toMatchObject({ fault, lowered });
  });

  test("proves nothing while no list has come", () => {
    expect(standingOf(held(), null, NOW).fault).toBe("no_status");
  });

  test("stands the same until the moment that its standing names, and otherwise from then on", async () => {
    const list = await readStatusList(listText(8, []), EXPECTED);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(5 * DAY),
        fc.integer({ min: 1, max: 4 * DAY }),
        fc.integer({ min: 1, max: 4 * DAY }),
        async (later, age, holds) => {
          const passport = held({ issuer: trusted({ greatestAge: age }), expires: NOW + holds });
          const { next, ...now } = standingOf(passport, list, NOW + later);
          if (next === null) return;
          const { next: _before, ...before } = standingOf(passport, list, Math.max(NOW + later, next - 1));
          const { next: _after, ...after } = standingOf(passport, list, next);
          expect(before).toEqual(now);
          expect(after).not.toEqual(now);
        },
      ),
    );
  });
});
