import { describe, expect, test } from "vitest";
import { parse } from "../../../shared/policy/parse.ts";
import { HEAD, problemsOf, sourceOf } from "./story.ts";

const TEAM = `templates:
  team-chat:
    slots: [group, models]
    rule:
      id: "chat-{group}"
      permit: [chat]
      models: "{models}"
      who: { groups: ["{group}"] }
      because: "Chat is for {group}."
`;

const USE = 'rules:\n  - { use: team-chat, with: { group: legal, models: ["openai/*", lab/x] } }\n';

describe("a template", () => {
  test("is written out where it is used, with a slot alone as a list", () => {
    expect(sourceOf(HEAD + TEAM + USE).rules).toEqual([
      {
        id: "chat-legal",
        permit: ["chat"],
        models: ["openai/*", "lab/x"],
        who: { groups: ["legal"] },
        because: "Chat is for legal.",
      },
    ]);
  });

  test("adds a list to the list in which its slot stands", () => {
    const several = USE.replace("group: legal", "group: legal").replace(
      'models: ["openai/*", lab/x]',
      "models: lab/x",
    );
    const template = TEAM.replace('models: "{models}"', 'models: [lab/a, "{models}"]');
    expect(sourceOf(HEAD + template + several).rules[0]?.models).toEqual(["lab/a", "lab/x"]);
    expect(sourceOf(HEAD + template + USE).rules[0]?.models).toEqual(["lab/a", "openai/*", "lab/x"]);
  });

  test("may stand in another file, and in every layer", () => {
    const parsed = parse([
      { file: "a.yaml", text: `${HEAD}directives: [{ use: stop, with: { lab: deepseek } }]\n` },
      {
        file: "b.yaml",
        text: 'templates: { stop: { slots: [lab], rule: { id: "no-{lab}", forbid: all, models: ["{lab}/*"] } } }\n',
      },
    ]);
    expect(parsed).toMatchObject({ ok: { directives: [{ id: "no-deepseek", models: ["deepseek/*"] }] } });
  });

  test("may use another, and pass its slots on", () => {
    const outer = `${TEAM}  sales-chat: { slots: [models], rule: { use: team-chat, with: { group: sales, models: "{models}" } } }\n`;
    const use = "rules: [{ use: sales-chat, with: { models: [lab/x] } }]\n";
    expect(sourceOf(HEAD + outer + use).rules).toMatchObject([{ id: "chat-sales", models: ["lab/x"] }]);
  });
});

describe("a template that cannot be right is refused", () => {
  test.each([
    ["that is not there", USE, "", "unknown_template", "4:5", "Write"],
    [
      "misspelled",
      USE.replace("team-chat", "team-caht"),
      TEAM,
      "unknown_template",
      "13:5",
      "Did you mean team-chat?",
    ],
    ["without one of its slots", USE.replace("group: legal, ", ""), TEAM, "template_slot", "13:5", "group"],
    [
      "with a slot it does not have",
      USE.replace("group:", "grop: x, group:"),
      TEAM,
      "template_slot",
      "13:5",
      "Did you mean group?",
    ],
    [
      "with a list amid a text",
      USE.replace("group: legal", "group: [a, b]"),
      TEAM,
      "template_slot",
      "13:5",
      "one text",
    ],
    [
      "with what cannot stand there",
      USE.replace("lab/x", "x"),
      TEAM,
      "wrong_model",
      "13:5",
      "It comes from the template team-chat.",
    ],
    [
      "with a slot that is not declared",
      USE,
      TEAM.replace('"{models}"', '"{modles}"'),
      "template_slot",
      "6:5",
      "Did you mean models?",
    ],
    [
      "with a slot that stands nowhere",
      USE,
      TEAM.replace("slots: [", "slots: [other, "),
      "template_slot",
      "5:5",
      "Write one of",
    ],
    [
      "with a key that no rule has",
      USE,
      TEAM.replace("permit:", "premit:"),
      "unknown_key",
      "6:5",
      "Did you mean permit?",
    ],
    [
      "that uses itself",
      "",
      "templates: { a: { slots: [], rule: { use: a } } }\n",
      "template_cycle",
      "3:30",
      "Write the rule out",
    ],
    [
      "in a circle",
      "",
      "templates:\n  a: { slots: [], rule: { use: b } }\n  b: { slots: [], rule: { use: c } }\n  c: { slots: [], rule: { use: a } }\n",
      "template_cycle",
      "4:19",
      "Write the rule out",
    ],
    [
      "called __proto__",
      "",
      "templates: { __proto__: { slots: [], rule: {} } }\n",
      "unknown_key",
      "3:14",
      "knows",
    ],
  ])("%s", (_, use, templates, code, place, mend) => {
    const problems = problemsOf(HEAD + templates + use);
    const found = problems.find((one) => one.code === code && `${one.line}:${one.column}` === place);
    expect(found ?? problems).toMatchObject({ code });
    expect(found?.mend).toContain(mend);
  });

  test("a permit from a template in a guardrail", () => {
    const text = HEAD + TEAM + USE.replace("rules:", "guardrails:");
    expect(problemsOf(text)).toMatchObject([{ code: "restrict_only", line: 13 }]);
  });

  test("a name like those that every object has is only a name", () => {
    expect(problemsOf(`${HEAD}rules: [{ use: constructor, with: { toString: x } }]\n`)).toMatchObject([
      { code: "unknown_template" },
    ]);
  });
});

/** Seven templates, each of which uses the next, and a last one. */
function chain(last: string, link: (next: string) => string): string {
  const links = Array.from(
    { length: 7 },
    (_, n) => `  t${n}: { slots: [x], rule: ${link(n === 6 ? "last" : `t${n + 1}`)} }\n`,
  );
  return `${links.join("")}  last: { slots: [x], rule: ${last} }\n`;
}

describe("a template that is a bomb is refused within a second", () => {
  test.each([
    [
      "texts that double",
      chain(
        '{ id: a, permit: all, because: "{x}" }',
        (next) => `{ use: ${next}, with: { x: "{x}{x}{x}{x}{x}{x}{x}{x}" } }`,
      ),
      "template_too_large",
    ],
    [
      "lists that multiply",
      chain(
        '{ id: a, permit: all, models: "{x}" }',
        (next) => `{ use: ${next}, with: { x: [${Array(40).fill('"{x}"').join(", ")}] } }`,
      ),
      "template_too_large",
    ],
    [
      "a chain without end",
      Array.from(
        { length: 5_000 },
        (_, n) => `  t${n}: { slots: [x], rule: { use: t${n + 1}, with: { x: "{x}" } } }\n`,
      ).join(""),
      "template_too_large",
    ],
  ])("%s", (_, templates, code) => {
    const began = process.threadCpuUsage();
    const problems = problemsOf(`${HEAD}templates:\n${templates}rules: [{ use: t0, with: { x: lab/x } }]\n`);
    expect(problems[0]).toMatchObject({ code });
    expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000);
  });
});
