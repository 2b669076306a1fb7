import { describe, expect, test } from "vitest";
import { parse } from "../../../shared/policy/parse.ts";
import { HEAD, problemsOf } from "./story.ts";

describe("a hostile policy is refused within a second", () => {
  const laughs = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]`),
  ];

  test.each([
    ["a billion laughs", laughs.join("\n"), "too_many_aliases"],
    [
      "nested laughs under the count of aliases",
      "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]\n",
      "too_many_aliases",
    ],
    [
      "thousands of anchors with an alias each",
      Array.from({ length: 5_000 }, (_, n) => `- &a${n} x\n- *a${n}\n`).join(""),
      "too_many_aliases",
    ],
    ["50 MB", "x".repeat(50_000_000), "too_large"],
    ["a plain text of 10 MB", `${HEAD}organization: ${"x".repeat(10_000_000)}\n`, "too_long"],
    ["a quoted text of 10 MB", `${HEAD}organization: "${"x".repeat(10_000_000)}"\n`, "too_long"],
    [
      "a block text of 10 MB",
      `${HEAD}organization: |\n${`  ${"x".repeat(98)}\n`.repeat(100_000)}`,
      "too_large",
    ],
    ["a quote of 10 MB that never ends", `${HEAD}organization: "${"x\n".repeat(5_000_000)}`, "too_large"],
    ["a key of 10 MB", `${HEAD}${"x".repeat(10_000_000)}: 1\n`, "too_large"],
    ["16 million open brackets", "[".repeat(15_999_999), "too_large"],
    ["a list of 7 million", `${HEAD}levels: [${"x,".repeat(7_000_000)}]\n`, "too_long"],
    ["a list of 3 million lines", `${HEAD}levels:\n${"- x\n".repeat(3_000_000)}`, "too_long"],
    ["an anchor before a list of 120,000", `${HEAD}levels: &a [${"x,".repeat(120_000)}]\n`, "wrong_value"],
    [
      "a map of 9,900 wrong names",
      `${HEAD}names: { ${Array.from({ length: 9_900 }, (_, n) => `x${n}: y`).join(", ")} }\n`,
      "wrong_value",
    ],
    [
      "a list of 140,000 wrong models",
      `${HEAD}rules:\n  - { id: a, forbid: all, models: [${"x,".repeat(140_000)}] }\n`,
      "wrong_model",
    ],
    ["anchors in 10 MB", `${HEAD}names: &a { ${"x/y: z, ".repeat(1_250_000)} }\n`, "too_large"],
    ["a key said twice in 10 MB", `${HEAD}${"# comment\n".repeat(1_000_000)}lanyard: 1\n`, "too_large"],
    [
      "a pattern made to hang",
      `${HEAD}rules:\n  - { id: a, forbid: all, models: ["a/${"*a".repeat(2_000)}"] }\n`,
      "wrong_model",
    ],
    ["a quarter of a million open brackets", "[".repeat(249_000), "too_deep"],
    ["a list in a list in a list", "- ".repeat(120_000), "too_deep"],
    ["a map in a map in a map", "a: {".repeat(60_000), "too_deep"],
  ])("%s", (_, text, code) => {
    const began = process.threadCpuUsage();
    expect(problemsOf(text)[0]).toMatchObject({ code, file: "policy.yaml" });
    expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000);
  });

  test("a folder of more than 64 MB", () => {
    const files = Array.from({ length: 5 }, (_, n) => ({ file: `${n}.yaml`, text: "#".repeat(15_900_000) }));
    expect(parse(files)).toMatchObject({ problems: [{ code: "too_large" }] });
  });

  test("a list with more faults than the schema may be able to carry is told by its place all the same", () => {
    const text = `${HEAD}rules:\n  - { id: a, forbid: all, models: [${"x,".repeat(149_000)}] }\n`;
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map(({ line }) => line))).toEqual(new Set([4]));
  });
});
