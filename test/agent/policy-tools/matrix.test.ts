import { describe, expect, test } from "vitest";
import { columnsOf, matrixOf, type Matrix } from "../../../agent/policy-tools/matrix.ts";
import { matrixHtml } from "../../../agent/policy-tools/matrix-html.ts";
import { matrixCsv, matrixLines } from "../../../agent/policy-tools/matrix-text.ts";
import { license, policy, rule } from "../../shared/policy/plain-policy.ts";
import { NOON, person } from "./sample-policy.ts";

const POLICY = policy(
  [
    rule("engineering", { models: ["anthropic/*"], who: { groups: ["engineering"] } }),
    rule("asked", { models: ["openai/gpt-5.5"], obligations: ["justify"] }),
    rule("informed", { effect: "forbid", models: ["anthropic/mythos-5"], unless: ["license"] }),
  ],
  {
    names: { "anthropic/mythos-5": "Mythos 5", "openai/gpt-5.5": "GPT-5.5" },
    licenses: [license("one", { holder: { people: ["ada"] } })],
  },
);
const PEOPLE = [person("ada", ["engineering"]), person("bob", ["engineering"]), person("=cy()", ["<legal>"])];
const MODELS = columnsOf(POLICY, [], null);

function matrix(by: Matrix["by"]): Matrix {
  return matrixOf(POLICY, PEOPLE, { at: NOON, by, models: MODELS });
}

describe("the matrix", () => {
  test("has a column for each model that the policy names, or for those that are asked for", () => {
    expect(MODELS).toEqual(["anthropic/mythos-5", "openai/gpt-5.5"]);
    expect(columnsOf(policy([rule("a", { models: ["x/a", "x/*"] })]), ["x/b"], null)).toEqual(["x/a"]);
    expect(columnsOf(POLICY, ["openai/gpt-5.2", "x/b"], "OpenAI/*")).toEqual([
      "openai/gpt-5.2",
      "openai/gpt-5.5",
    ]);
  });

  test("says for each person how they stand", () => {
    expect(matrix("person").rows).toMatchObject([
      { id: "ada", cells: [{ state: "may" }, { state: "conditions" }] },
      { id: "bob", cells: [{ state: "obtainable" }, { state: "conditions" }] },
      { id: "=cy()", cells: [{ state: "obtainable" }, { state: "conditions" }] },
    ]);
  });

  test("says for a group what all of it has, or how many may", () => {
    expect(matrix("group").rows).toMatchObject([
      { id: "<legal>", people: 1, cells: [{ state: "obtainable" }, { state: "conditions" }] },
      {
        id: "engineering",
        people: 2,
        cells: [{ state: "mixed", words: "1 of 2 may" }, { state: "conditions" }],
      },
    ]);
  });

  test("is a table of marks with a legend of those that occur", () => {
    const lines = matrixLines(matrix("person"));
    expect(lines[1]).toMatch(/^ada +✓ +!$/);
    expect(lines.join("\n")).toContain("  1  Mythos 5 (anthropic/mythos-5)");
    expect(lines.join("\n")).not.toContain("✕");
  });

  test("is CSV in which no name is a formula", () => {
    const lines = matrixCsv(matrix("person")).split("\r\n");
    expect(lines[0]).toBe("person,name,people,anthropic/mythos-5,openai/gpt-5.5");
    expect(lines[1]).toBe('ada,ada,1,May use,"May, with a reason"');
    expect(lines[3]).toMatch(/^'=cy\(\),'=cy\(\),1,/);
  });

  test("is a page in which names are text, and which runs nothing", () => {
    const page = matrixHtml(matrix("group"));
    expect(page).toContain("&lt;legal&gt;");
    expect(page).not.toMatch(/<script|<legal>|https?:| on[a-z]+=/);
  });
});
