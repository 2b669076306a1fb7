import { describe, expect, test } from "vitest";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load, PolicyLoader } from "../../../shared/policy/load.ts";
import { DESIGN_POLICY, HEAD } from "./story.ts";

function loaded(text: string) {
  return load([{ file: "policy.yaml", text }], KNOWLEDGE);
}

function problems(text: string) {
  const found = loaded(text);
  return "problems" in found ? found.problems : [];
}

function warnings(text: string) {
  const found = loaded(text);
  return "warnings" in found ? found.warnings : [];
}

const FORBID =
  '{ id: f, forbid: [chat, image], models: ["lab/*"], when: { account: corporate }, from: 2026-06-01 }';

/** A policy of a forbid and of what it may or may not take away whole. */
function under(forbid: string, other: string, layer = "rules"): string {
  return `${HEAD}${layer}:\n  - ${forbid}\n${layer === "rules" ? "" : "rules:\n"}  - ${other}\n`;
}

describe("a rule that a forbid takes away whole", () => {
  test.each([
    [
      "{ id: r, permit: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01, until: 2026-07-01 }",
    ],
    [
      '{ id: r, permit: [image, chat], models: ["lab/a-*"], who: { groups: [x] }, when: { account: corporate, tenants: [t] }, from: 2026-06-02 }',
    ],
    [
      "{ id: r, require: [warn], actions: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01 }",
    ],
  ])("is refused, with both named: %s", (rule) => {
    expect(problems(under(FORBID, rule))).toMatchObject([
      { code: "shadowed", severity: "error", line: 5, column: 5 },
    ]);
    expect(problems(under(FORBID, rule))[0]?.message).toMatch(/^Rule r: .* rule f forbids\.$/);
  });

  test.each([
    [
      "another action",
      "{ id: r, permit: [chat, audio], models: [lab/x], when: { account: corporate }, from: 2026-06-01 }",
    ],
    [
      "another model",
      "{ id: r, permit: [chat], models: [lab/x, other/y], when: { account: corporate }, from: 2026-06-01 }",
    ],
    ["every model", "{ id: r, permit: [chat], when: { account: corporate }, from: 2026-06-01 }"],
    ["every account", "{ id: r, permit: [chat], models: [lab/x], from: 2026-06-01 }"],
    [
      "an earlier date",
      "{ id: r, permit: [chat], models: [lab/x], when: { account: corporate }, from: 2026-05-01 }",
    ],
    [
      "a forbid too",
      "{ id: r, forbid: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01 }",
    ],
    [
      "only watched",
      "{ id: r, permit: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01, mode: monitor }",
    ],
  ])("is not one that is %s", (_, rule) => expect(loaded(under(FORBID, rule))).toHaveProperty("policy"));

  test.each([
    ["has an unless", FORBID.replace("}, from", "}, unless: [license], from")],
    ["is only watched", FORBID.replace("}, from", "}, mode: monitor, from")],
    ["is about some people", FORBID.replace("}, from", "}, who: { groups: [x] }, from")],
    ["ends earlier", FORBID.replace("}, from", "}, until: 2026-06-15, from")],
  ])("is not one under a forbid that %s", (_, forbid) => {
    const rule =
      "{ id: r, permit: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01, until: 2026-07-01 }";
    expect(loaded(under(forbid, rule))).toHaveProperty("policy");
  });

  test.each([
    ["groups: [x]", "groups: [x, y]", "shadowed"],
    ["groups: [x, y]", "groups: [x]", undefined],
    ["assurance: 3", "assurance: 2", "shadowed"],
    ["assurance: 1", "assurance: 2", undefined],
    ["device: { managed: true, posture: [a, b] }", "device: { posture: [a] }", "shadowed"],
    ["device: { posture: [a] }", "device: { managed: true }", undefined],
    ["us_person: proven", "us_person: proven", "shadowed"],
    ["locations: [DE]", "locations: [US]", undefined],
  ])("is found by whom it is for: %s under %s is %s", (who, wide, code) => {
    const text = under(
      `{ id: f, forbid: all, who: { ${wide} } }`,
      `{ id: r, permit: [chat], who: { ${who} } }`,
    );
    expect(problems(text)[0]?.code).toBe(code);
  });

  test.each([
    ['regions: ["eu-west-*"]', 'regions: ["eu-*"]', "shadowed"],
    ['regions: ["eu-*"]', 'regions: ["eu-west-*"]', undefined],
    ["inspectable: true", "inspectable: true", "shadowed"],
    [
      'hours: { from: "09:00", to: "10:00", zone: UTC }',
      'hours: { from: "08:00", to: "10:00", zone: UTC }',
      undefined,
    ],
  ])("is found by which calls it is for: %s under %s is %s", (when, wide, code) => {
    const text = under(
      `{ id: f, forbid: all, when: { ${wide} } }`,
      `{ id: r, permit: [chat], when: { ${when} } }`,
    );
    expect(problems(text)[0]?.code).toBe(code);
  });

  test("is a warning where a directive does it: an order for the day goes out", () => {
    const rule = "{ id: r, permit: [chat], models: [lab/x], when: { account: corporate }, from: 2026-06-01 }";
    const found = warnings(under(FORBID, rule, "directives")).filter(({ code }) => code === "shadowed");
    expect(found).toMatchObject([{ severity: "warning", line: 6 }]);
    expect(problems(under(FORBID, rule, "guardrails"))).toMatchObject([
      { code: "shadowed", severity: "error" },
    ]);
  });

  test("is found among 100,000 rules in time, one spelling like the other", () => {
    const pairs = Array.from(
      { length: 50_000 },
      (_, n) =>
        `  - { id: r${n}, permit: [chat], models: [openai/x-${n}] }\n  - { id: f${n}, forbid: [image], models: [openai/x-${n}] }\n`,
    );
    const text = `${HEAD}rules:\n${pairs.join("")}  - { id: last, permit: [image], models: [OpenAI/X-7] }\n`;
    expect(problems(text)).toMatchObject([
      { code: "shadowed", message: expect.stringContaining("rule f7 forbids") as string },
    ]);
  });
});

describe("a name that meets nothing in the catalog", () => {
  test.each([
    ['models: ["antropic/claude-*"]', "antropic/claude-*", "Did you mean anthropic/…?"],
    ['models: ["anthropic/cluade-*"]', "anthropic/cluade-*", "spelling"],
    ["families: [cluade]", "cluade", "Did you mean claude?"],
  ])("is a warning at its place, and keeps no policy from going out: %s", (selector, word, mend) => {
    const found = warnings(`${HEAD}rules:\n  - { id: a, permit: all, ${selector} }\n`);
    expect(found).toMatchObject([{ code: "no_known_model", severity: "warning", line: 4 }]);
    expect(found[0]?.message).toContain(word);
    expect(found[0]?.mend).toContain(mend);
  });

  test("is none of those that the design names", () => expect(warnings(DESIGN_POLICY)).toEqual([]));

  test("is not looked for where no catalog is at hand", () => {
    const text = `${HEAD}rules:\n  - { id: a, permit: all, models: ["x/*"] }\n`;
    expect(load([{ file: "a.yaml", text }], { ...KNOWLEDGE, models: [] })).toMatchObject({ warnings: [] });
  });
});

/** A file of one rule that permits a group of actions. */
function rules(name: string, body: string): string {
  return `rules: [{ id: ${name}, permit: [talking], ${body} }]\n`;
}

describe("a loader", () => {
  const files = [
    { file: "a.yaml", text: `${HEAD}action_groups: { talking: [chat] }\n` },
    { file: "b.yaml", text: rules("b", "models: [lab/b]") },
    { file: "c.yaml", text: rules("c", "models: [lab/c]") },
  ];

  test("gives the same objects for the files that stay, and what load gives for all", () => {
    const loader = new PolicyLoader(KNOWLEDGE);
    const first = loader.load(files);
    const changed = [...files.slice(0, 2), { file: "c.yaml", text: rules("c", "models: [lab/other]") }];
    const second = loader.load(changed);
    expect(second).toEqual(load(changed, KNOWLEDGE));
    if (!("policy" in first) || !("policy" in second)) throw new Error("Both are policies.");
    expect(second.policy.rules[0]).toBe(first.policy.rules[0]);
    expect(second.policy.rules[1]).not.toBe(first.policy.rules[1]);
  });

  test("compiles anew where an action group in another file changes", () => {
    const loader = new PolicyLoader(KNOWLEDGE);
    loader.load(files);
    const changed = [
      { file: "a.yaml", text: `${HEAD}action_groups: { talking: [image] }\n` },
      ...files.slice(1),
    ];
    expect(loader.load(changed)).toMatchObject({
      policy: { rules: [{ actions: ["image"] }, { actions: ["image"] }] },
    });
  });

  test("is not held up by a state that was wrong", () => {
    const loader = new PolicyLoader(KNOWLEDGE);
    expect(loader.load(files.slice(1))).toHaveProperty("problems");
    expect(loader.load(files)).toEqual(load(files, KNOWLEDGE));
  });
});

test("what parse refuses, load refuses in the same words", () => {
  expect(problems("lanyard: 1\n")).toMatchObject([{ code: "missing_key", severity: "error" }]);
});
