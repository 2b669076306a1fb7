import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differing, wholeAgain } from "../../../shared/policy/lowered.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { LoweredClearance } from "../../../shared/schema/clearance.ts";
import { CASES, licensed, person, policy } from "./arbitrary.ts";

describe("a clearance that is told by what differs", () => {
  test("is the same again, whatever facts it was made by", () => {
    const people = fc.oneof(person, licensed);
    fc.assert(
      fc.property(policy, people, people, (compiled, one, other) => {
        const [whole, lowered] = [resolve(compiled, one), resolve(compiled, other)];
        const told: unknown = JSON.parse(JSON.stringify(differing(whole, lowered)));
        expect(wholeAgain(whole, LoweredClearance.parse(told))).toEqual(lowered);
      }),
      { numRuns: CASES },
    );
  });

  test("names no rule twice", () => {
    fc.assert(
      fc.property(policy, person, (compiled, one) => {
        const whole = resolve(compiled, one);
        expect(differing(whole, whole).rules.every((rule) => typeof rule === "number")).toBe(true);
      }),
    );
  });

  test("is none where a place is none", () => {
    fc.assert(
      fc.property(policy, person, (compiled, one) => {
        const whole = resolve(compiled, one);
        expect(wholeAgain(whole, { rules: [whole.rules.length], almost: [] })).toBeNull();
      }),
    );
  });
});
