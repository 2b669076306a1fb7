import { describe, expect, test } from "vitest";
import { compilePath, matchPath, segmentsOf } from "../../../shared/catalog/path-pattern.ts";

const match = (pattern: string, path: string): object | null =>
  matchPath(compilePath(pattern), segmentsOf(path));

describe("matchPath", () => {
  test.each([
    ["/v1/x", "/v1/x", {}],
    ["/v1/x", "//V1//X/", {}],
    ["/v1/{name}", "/v1/a%2Fb", { name: "a/b" }],
    ["/models/{model:}generateContent", "/models/a:b:generateContent", { model: "a:b" }],
    ["/models/{model:}{method}", "/models/a:run", { model: "a", method: "run" }],
    ["/**/chat/completions", "/chat/completions", {}],
    ["/**/chat/completions", "/a/b/chat/completions", {}],
    ["/model/{id**}/converse", "/model/a/b/converse", { id: "a/b" }],
    ["/{repo**}.git/info", "/o/n.git/info", { repo: "o/n" }],
    ["/run/{model**}", "/run/@cf/meta/x", { model: "@cf/meta/x" }],
    ["/**/a/**", "/x/a", {}],
    ["/**/a/**", "/x/a/y/z", {}],
    ["/{owner**}/a/{rest**}", "/o/p/a/x/y", { owner: "o/p", rest: "x/y" }],
    ["/**", "/", {}],
    ["/**", "/a/b", {}],
  ])("%s takes %s", (pattern, path, captures) => {
    expect(match(pattern, path)).toEqual(captures);
  });

  test.each([
    ["/v1/x", "/v1/x/y"],
    ["/v1/x", "/v1"],
    ["/v1/{name}", "/v1"],
    ["/models/{model:}generateContent", "/models/a:countTokens"],
    ["/models/{model:}generateContent", "/models/generateContent"],
    ["/**/chat/completions", "/chat/completions/more"],
    ["/run/{model**}", "/run"],
    ["/{repo**}.git/info", "/o/n/info"],
  ])("%s does not take %s", (pattern, path) => {
    expect(match(pattern, path)).toBeNull();
  });

  test("takes a path that is not well percent-encoded as it is", () => {
    expect(match("/v1/{name}", "/v1/%zz")).toEqual({ name: "%zz" });
  });
});
