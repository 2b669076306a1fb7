import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "../../../agent/journal/canonical.ts";

test("the canonical text of a value reads back as the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("the order in which an object's members were set does not change its text", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
      const backwards = Object.fromEntries(Object.entries(members).toReversed());
      expect(canonical(backwards)).toBe(canonical(members));
    }),
  );
});

test("keys are sorted by code unit at every depth, without spaces", () => {
  expect(canonical({ b: [{ y: 1, x: null }], a: "é", A: true })).toBe(
    '{"A":true,"a":"é","b":[{"x":null,"y":1}]}',
  );
});
