import { describe, expect, test } from "vitest";
import { parseTestFile, testFileJsonSchema, type TestFile } from "../../../agent/policy-tools/test-file.ts";
import { reportLines } from "../../../agent/policy-tools/test-report.ts";
import { runTests, type TestResult } from "../../../agent/policy-tools/test-run.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { policy, rule } from "../../shared/policy/plain-policy.ts";
import { person } from "./sample-policy.ts";

const OPEN = rule("open", { models: ["anthropic/*", "openai/*"], who: { groups: ["engineering"] } });
const CLOSED = rule("closed", {
  effect: "forbid",
  layer: "directive",
  models: ["anthropic/mythos-5"],
  unless: ["us-person", "license"],
  because: "A license is required.",
  instead: ["anthropic/claude-opus-4-8"],
});
const MONITORED = rule("watched", { effect: "forbid", monitor: true, models: ["openai/gpt-5.2"] });
const POLICY = policy([OPEN, CLOSED, MONITORED, rule("ask", { effect: "oblige", obligations: ["warn"] })], {
  sets: [{ service: "claude-web", sent: "auto", models: ["anthropic/mythos-5", "openai/gpt-5.5"] }],
});
const LATER = policy([OPEN, rule("ask", { effect: "oblige", obligations: ["warn"] })]);

function read(text: string): TestFile {
  const reading = parseTestFile("tests.yaml", text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

function run(text: string, now: CompiledPolicy = POLICY): readonly TestResult[] {
  const people = new Map([["ada", person("ada", ["engineering"])]]);
  return runTests(read(`at: 2026-06-12T12:00:00Z\n${text}`), {
    policyOf: (step) => (step.without === undefined ? now : LATER),
    personOf: (id) => people.get(id) ?? null,
  });
}

function one(request: string, expected: string, who = "ada"): TestResult | undefined {
  return run(`cases: [{case: it, person: ${who}, request: ${request}, expect: ${expected}}]`)[0];
}

describe("a case", () => {
  test.each([
    ["{model: openai/gpt-5.5}", "{effect: permit, obligations: [warn], ground: rule, shadow: none}"],
    ["{model: OpenAI/GPT-5.5, action: embedding}", "{effect: permit}"],
    [
      "{model: anthropic/mythos-5}",
      "{effect: deny, rules: [closed], because: a license, missing: [us-person, license], instead: [anthropic/claude-opus-4-8]}",
    ],
    ["{models: [openai/gpt-5.5, anthropic/mythos-5]}", "{effect: deny, missing: [model-name]}"],
    ["{service: claude-web, sent: auto}", "{effect: deny}"],
    ["{service: claude-web, sent: nothing-known}", "{effect: deny, ground: unidentified}"],
    ["{model: openai/gpt-5.2}", "{effect: permit, shadow: deny}"],
    ["{model: openai/gpt-5.5, agent_away: true}", "{ground: agent_away}"],
    ["{model: openai/gpt-5.5, inspectable: false}", "{ground: uninspectable}"],
  ])("with %s keeps %s", (request, expected) => {
    expect(one(request, expected)).toMatchObject({ differences: [], problem: null });
  });

  test("says each field that came otherwise, side by side", () => {
    const found = one("{model: anthropic/mythos-5}", "{effect: permit, rules: [open], because: welcome}");
    expect(found?.differences).toEqual([
      { field: "effect", expected: "permit", actual: "deny" },
      { field: "rules", expected: "open", actual: "closed" },
      { field: "because", expected: "… welcome …", actual: "A license is required." },
    ]);
  });

  test("may be about facts of nobody in particular", () => {
    const expected = "{effect: permit}";
    expect(one("{model: anthropic/mythos-5}", expected, "{groups: [engineering]}")?.differences).toHaveLength(
      1,
    );
    const proven = "{groups: [engineering], us_person: proven}";
    expect(one("{model: anthropic/mythos-5}", expected, proven)?.differences).toEqual([]);
  });

  test.each([
    ["nothing that is expected", "cases: [{case: it, person: ada, expect: {}}]", "Nothing is expected"],
    ["an unknown person", "cases: [{case: it, person: eve, expect: {}}]", 'no person "eve"'],
    ["an unknown step", "cases: [{case: it, person: ada, step: x, expect: {}}]", 'no step "x"'],
    [
      "a row without a model",
      "tables: [{table: t, rows: [{case: r, person: ada, expect: [permit]}]}]",
      "which model",
    ],
    [
      "a row without a cell",
      "tables: [{table: t, models: [a/b], rows: [{case: r, person: ada, expect: []}]}]",
      "no cell",
    ],
    [
      "a row with a cell too many",
      "tables: [{table: t, models: [openai/x], rows: [{case: r, person: ada, expect: [permit, deny]}]}]",
      "2 cells for 1 steps",
    ],
    [
      "a cell with a strange model",
      "tables: [{table: t, models: [openai/x], rows: [{case: r, person: ada, expect: [[a/b]]}]}]",
      "a/b, which its row does not ask for",
    ],
  ])("that cannot be asked for %s fails with a sentence", (_what, text, sentence) => {
    expect(run(text).map(({ problem }) => problem ?? "")).toContainEqual(expect.stringContaining(sentence));
  });
});

const STORY = `
steps:
  closed: { denied: { because: license, instead: [anthropic/claude-opus-4-8] } }
  open: { without: [directive.yaml] }
tables:
  - table: The story
    models: [anthropic/mythos-5, openai/gpt-5.5]
    rows:
      - { case: Ada, person: ada, expect: [[openai/gpt-5.5], permit] }
      - { case: Auto, person: ada, request: { models: [anthropic/mythos-5, openai/gpt-5.5] }, expect: [deny, permit] }
      - { case: Anybody, person: { groups: [legal] }, denied: { effect: deny }, expect: [deny, deny] }
`;

describe("a table", () => {
  test("asks each row's calls at each step, and each denial for what its step promises", () => {
    const results = run(STORY);
    expect(results).toHaveLength(6);
    expect(results.flatMap((result) => result.differences)).toEqual([]);
  });

  test("says which models came otherwise than promised, and why", () => {
    const failed = run(STORY.replace("[[openai/gpt-5.5], permit]", "[permit, deny]")).filter(
      ({ differences }) => differences.length > 0,
    );
    expect(failed).toMatchObject([
      { step: "closed", differences: [{ field: "permitted", expected: "permit" }] },
      { step: "open", differences: [{ field: "permitted", expected: "deny", actual: "permit" }] },
    ]);
    expect(failed[0]?.differences[0]?.actual).toContain("openai/gpt-5.5 (A license is required.)");
  });

  test("says what a denial was not told", () => {
    const results = run(STORY.replace("because: license", "because: treaty"));
    expect(results.filter(({ differences }) => differences.length > 0)).toMatchObject([
      { case: "Ada", step: "closed", differences: [{ field: "because", expected: "… treaty …" }] },
      { case: "Auto", step: "closed", differences: [{ field: "because" }] },
    ]);
  });

  test("is reported as it was written, with what came in each cell and what failed below its row", () => {
    const results = run(STORY.replace("[[openai/gpt-5.5], permit]", "[permit, permit]"));
    expect(reportLines([{ file: "tests.yaml", results }])).toEqual([
      "tests.yaml",
      "  The story  closed     open",
      "    Ada      ✕ gpt-5.5  permit",
      "      closed:",
      "                 promised  came",
      "      permitted  permit    openai/gpt-5.5 (A license is required.)",
      "    Auto     deny       permit",
      "    Anybody  deny       deny",
      "",
      "1 of 6 promises are not kept.",
    ]);
  });
});

describe("a test file", () => {
  test("that is wrong is told line and mend", () => {
    const reading = parseTestFile(
      "tests.yaml",
      "cases:\n  - {case: it, persn: ada, expect: {effect: maybe}}\n",
    );
    expect(reading).toMatchObject({ ok: false });
    const problems = reading.ok ? [] : reading.problems;
    expect(problems.map(({ line }) => line)).toEqual([2, 2, 2]);
    expect(problems.map(({ mend }) => mend).join(" ")).toContain("expect");
  });

  test("names moments that there are", () => {
    expect(parseTestFile("tests.yaml", "at: 2026-06-12T23:00:00-04:00\n")).toMatchObject({ ok: true });
    for (const at of ["2026-13-12T23:00:00Z", "2026-06-12", "2026-06-12T23:00:00"])
      expect(parseTestFile("tests.yaml", `at: "${at}"\n`)).toMatchObject({ ok: false });
  });

  test("has a JSON Schema that says what each key is for", () => {
    const text = JSON.stringify(testFileJsonSchema());
    expect(text).toContain("What the decision must be.");
    expect(JSON.parse(text)).toMatchObject({ type: "object", additionalProperties: false });
  });
});
