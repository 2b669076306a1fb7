import fc from "fast-check";
import { expect, test } from "vitest";
import { globsOf, inOne, withAnyVerb, withoutCovered } from "../../../shared/catalog/path-globs.ts";

test("a path with a run in front is two globs, one of them from the root", () => {
  expect(globsOf("/**/v1/messages")).toEqual(["/*/v1/messages*", "/v1/messages*"]);
  expect(globsOf("/v1/{model:}predict")).toEqual(["/v1/*:predict*"]);
});

test("many verbs behind one name are one, few stay as they are", () => {
  const verbs = ["predict", "generateContent", "countTokens"].map((verb) => `/**/models/{model:}${verb}`);
  expect(withAnyVerb(verbs)).toEqual(["/**/models/{model:}{verb}"]);
  expect(withAnyVerb(verbs.slice(1))).toEqual(verbs.slice(1));
  const apart = ["/**/api/chat", "/**/api/pull", "/**/api/push", "/**/infill"];
  expect(withAnyVerb(apart)).toEqual(apart);
});

test("a glob that another covers is left out", () => {
  const globs = ["/*/chat/completions*", "/chat/completions*", "/*/completion*", "/completion*"];
  expect(withoutCovered(globs)).toEqual(["/completion*", "/*/completion*"]);
  expect(withoutCovered(["/*.gguf*", "/*/*.gguf*"])).toEqual(["/*.gguf*"]);
  expect(withoutCovered(["/*/b/*/a*", "/*/a/*/b*"])).toEqual(["/*/b/*/a*", "/*/a/*/b*"]);
});

test("a path is one glob, but for a mere word where the host is not known", () => {
  const anyHost = { exceptWords: true };
  expect(inOne(["/*/v1/messages*", "/v1/messages*"], anyHost)).toEqual(["/*v1/messages*"]);
  const word = ["/generate*", "/*/generate*"];
  expect(inOne(word, anyHost)).toEqual(word);
  expect(inOne(word, { exceptWords: false })).toEqual(["/*generate*"]);
  expect(inOne(["/v1/chat*", "/*/v1/files*"], anyHost)).toEqual(["/v1/chat*", "/*/v1/files*"]);
  const names = ["/*/model.bin*", "/model.bin*", "/*/my_model.bin*", "/my_model.bin*"];
  expect(inOne(names, anyHost)).toEqual(["/*model.bin*"]);
});

test("what is left matches all that was matched, whatever the globs are", () => {
  const piece = fc.constantFrom("*", "/", "a", "b", ":");
  const glob = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join("")}*`.replace(/\*+/g, "*"));
  const path = fc
    .array(fc.constantFrom("/", "a", "b", ":"), { maxLength: 8 })
    .map((all) => `/${all.join("")}`);
  fc.assert(
    fc.property(fc.array(glob, { maxLength: 8 }), path, (globs, address) => {
      const matched = (all: readonly string[]) => all.some((one) => expressionOf(one).test(address));
      expect(matched(withoutCovered(globs))).toBe(matched(globs));
      const [wide, wider] = [true, false].map((exceptWords) => matched(inOne(globs, { exceptWords })));
      expect(matched(globs) && !(wide === true && wider === true)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

function expressionOf(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll("*", ".*")}$`);
}
