import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { describe, expect, test } from "vitest";
import { Decision } from "../../../shared/schema/decision.ts";
import { makeSite, POLICY, run, type Site } from "../running.ts";

/** A second policy beside the first, in which GPT-5.5 is new and Claude is closed. */
function withDraft(): Site {
  const site = makeSite();
  mkdirSync(join(site.folder, "draft"));
  const closed = `${POLICY}  - {id: hold, forbid: all, models: ["anthropic/claude-*"]}\n`;
  writeFileSync(join(site.folder, "draft/main.yaml"), closed);
  return site;
}

function withTests(site: Site, text: string): Site {
  mkdirSync(join(site.folder, "policy/tests"), { recursive: true });
  writeFileSync(join(site.folder, "policy/tests/main.yaml"), text);
  return site;
}

const TESTS = `at: 2026-06-12T12:00:00Z
cases:
  - case: Mythos 5 needs a license
    person: "007"
    request: {model: anthropic/mythos-5}
    expect: {effect: deny, because: license, instead: [anthropic/claude-opus-4-8]}
`;

describe("policy schema", () => {
  test("prints the JSON Schema of policies or of tests, or writes it and says how an editor is told", async () => {
    const site = makeSite();
    const Schema = z.looseObject({ $schema: z.string(), properties: z.looseObject({}) });
    const printed = await run(site, ["policy", "schema"]);
    expect(printed).toMatchObject({ code: 0, stderr: "" });
    expect(Object.keys(Schema.parse(JSON.parse(printed.stdout)).properties)).toContain("directives");
    const tests = await run(site, ["policy", "schema", "--tests", "--json"]);
    expect(Object.keys(Schema.parse(JSON.parse(tests.stdout)).properties)).toContain("tables");
    const written = await run(site, ["policy", "schema", "--out", "schema.json"]);
    expect(written).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("$schema=schema.json"),
    });
    Schema.parse(JSON.parse(readFileSync(join(site.folder, "schema.json"), "utf8")));
    expect(await run(site, ["policy", "schema", "--out", "no/where.json"])).toMatchObject({
      code: 4,
      stdout: "",
    });
  });
});

describe("policy check", () => {
  test("says what is probably not meant, and that the policy is good all the same", async () => {
    const site = makeSite();
    writeFileSync(
      site.policy,
      POLICY.replace('models: ["anthropic/*"], who', 'models: ["anthropic/*", "anthropik/*"], who'),
    );
    const ran = await run(site, ["policy", "check", "policy"]);
    expect([ran.code, ran.stdout]).toEqual([
      0,
      expect.stringMatching(/^Warning: main\.yaml:8:\d+ .*\n.*is good/),
    ]);
    const json = await run(site, ["policy", "check", "policy", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      problems: [],
      warnings: [{ severity: "warning", line: 8 }],
      rules: 2,
    });
  });
});

describe("policy test", () => {
  test("says that every promise is kept", async () => {
    const site = withTests(makeSite(), TESTS);
    const { code, stdout } = await run(site, ["policy", "test", "policy"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/ok +Mythos 5 needs a license[^]*All 1 promises/),
    ]);
  });

  test("says what came otherwise, side by side, and ends with 1", async () => {
    const site = withTests(makeSite(), TESTS.replace("effect: deny", "effect: permit"));
    const { code, stdout } = await run(site, ["policy", "test", "policy"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed +Mythos 5 needs a license\n +promised +came\n +effect +permit +deny\n/);
    const json = await run(site, ["policy", "test", "policy", "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      cells: 1,
      failed: 1,
      files: [{ results: [{ differences: [{ field: "effect", expected: "permit", actual: "deny" }] }] }],
    });
  });

  test.each([
    ["there are no tests", null, 1, "There are no tests."],
    ["the tests have problems", "cases: 3", 1, "main.yaml:1:8"],
    ["nothing is promised", "at: 2026-06-12T12:00:00Z", 1, "promise nothing"],
    ["a step adds a file that is not there", "steps: {one: {add: [no.yaml]}}", 4, "no.yaml cannot be read"],
    [
      "the policy of a step has problems",
      "steps: {one: {without: [main.yaml]}}",
      1,
      "The policy has problems.",
    ],
    ["the people file is not there", "people: nobody.yaml", 4, "nobody.yaml cannot be read"],
  ])("refuses where %s", async (_what, text, code, sentence) => {
    const site = text === null ? makeSite() : withTests(makeSite(), text);
    const ran = await run(site, ["policy", "test", "policy"]);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });
});

describe("policy explain", () => {
  const asked = ["policy", "explain", "--policy", "policy", "--person", "007", "--model"];

  test("says in sentences what, why, what would give access and what to use instead", async () => {
    const site = makeSite();
    const { code, stdout } = await run(site, [...asked, "Anthropic/Mythos-5"]);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "You may not use Mythos 5 for chat.",
      "A license is required.",
      expect.stringContaining("US-person status proven"),
      expect.stringContaining("Claude Opus 4.8"),
      "Rules: informed.",
      "",
    ]);
    const json = await run(site, [...asked, "anthropic/mythos-5", "--json"]);
    const Told = z.extend(Decision, { sentences: z.array(z.string()) });
    expect(Told.parse(JSON.parse(json.stdout))).toMatchObject({ effect: "deny", rules: ["informed"] });
  });

  test("asks about another action at another time", async () => {
    const site = makeSite();
    writeFileSync(site.policy, POLICY.replace("who:", "until: 2026-07-01, who:"));
    const at = (time: string) => run(site, [...asked, "anthropic/claude-opus-4-8", "--at", time]);
    expect((await at("2026-06-01T00:00:00Z")).stdout).toContain("You may use Claude Opus 4.8 for chat.");
    expect((await at("2026-07-01T00:00:00Z")).stdout).toContain("You may not use");
    const image = await run(site, [...asked, "anthropic/claude-opus-4-8", "--action", "image"]);
    expect(image.stdout).toContain("You may not use Claude Opus 4.8 for images.");
  });

  test.each([
    ["a pattern", ["anthropic/*"], "is no model"],
    ["an action that is none", ["a/b", "--action", "dance"], "Write one of: chat"],
  ])("refuses %s", async (_what, words, sentence) => {
    expect(await run(makeSite(), [...asked, ...words])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining(sentence),
    });
  });
});

describe("policy matrix", () => {
  test("is a table, CSV, JSON or a page", async () => {
    const site = makeSite();
    const table = await run(site, ["policy", "matrix", "policy"]);
    expect([table.code, table.stdout]).toEqual([
      0,
      expect.stringMatching(/^ +1 +2\nAda +✓ +✓\nBond +✓ +\?\n/),
    ]);
    const csv = await run(site, ["policy", "matrix", "policy", "--by", "group", "--csv"]);
    expect(csv.stdout).toContain("engineering,engineering,2,May use,1 of 2 may\r\n");
    const json = await run(site, ["policy", "matrix", "policy", "--json", "--models", "*/mythos-5"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      models: [{ id: "anthropic/mythos-5" }],
      rows: [{ id: "ada@example.com" }, { id: "007" }],
    });
    const page = await run(site, ["policy", "matrix", "policy", "--html", "matrix.html"]);
    expect(page).toMatchObject({ code: 0, stdout: "", stderr: "Wrote matrix.html.\n" });
    expect(readFileSync(join(site.folder, "matrix.html"), "utf8")).toContain("<!doctype html>");
  });

  test("refuses to stand by something else", async () => {
    const ran = await run(makeSite(), ["policy", "matrix", "policy", "--by", "month"]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("person or group") });
  });
});

describe("policy diff", () => {
  test("says whose access to what changes, and ends with 1", async () => {
    const site = withDraft();
    const { code, stdout } = await run(site, ["policy", "diff", "policy", "draft"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Access changes for 2 of 2 people:\n {2}2 people lose chat on .*\(hold\): ada@example\.com, 007\.\n/,
    );
    const json = await run(site, ["policy", "diff", "policy", "draft", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      touched: 2,
      changes: [{ kind: "lost", rules: ["hold"] }],
    });
  });

  test("says that nothing changes where nothing does", async () => {
    const site = withDraft();
    cpSync(join(site.folder, "policy"), join(site.folder, "same"), { recursive: true });
    writeFileSync(join(site.folder, "same/more.yaml"), "# another file\nlanyard: 1\n");
    expect(await run(site, ["policy", "diff", "policy", "same"])).toMatchObject({
      code: 0,
      stdout: "Nobody's access changes, of 2 people.\n",
    });
  });
});

describe("policy cedar", () => {
  test("prints the policy in Cedar's words, its schema, or both as JSON", async () => {
    const site = makeSite();
    const text = await run(site, ["policy", "cedar", "policy"]);
    expect(text).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining('@id("informed")') });
    const schema = await run(site, ["policy", "cedar", "policy", "--schema"]);
    expect(schema.stdout).toContain("entity");
    const json = await run(site, ["policy", "cedar", "policy", "--json"]);
    expect(JSON.parse(json.stdout)).toEqual({ policies: text.stdout, schema: schema.stdout });
  });
});

test.each(["schema", "test", "explain", "matrix", "diff", "simulate", "cedar"])(
  "policy %s has help with an example",
  async (command) => {
    const ran = await run(makeSite(), ["policy", command, "--help"]);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining(`$ lanyard policy ${command}`)]);
  },
);
