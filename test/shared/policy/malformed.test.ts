import { describe, expect, test } from "vitest";
import { parse } from "../../../shared/policy/parse.ts";
import { HEAD, problemsOf } from "./story.ts";

/** What is wrong, the problem it must give, where it must stand, and a word of the mend. */
const MALFORMED: readonly (readonly [string, string, string, string, string])[] = [
  ["an empty file", "", "missing_key", "1:1", "lanyard: 1"],
  ["no policy but a list", "- a\n", "wrong_value", "1:1", "lanyard: 1"],
  ["another version", "lanyard: 2\nunidentified: forbid\n", "wrong_value", "1:1", "lanyard: 1"],
  ["no word on the unidentified", "lanyard: 1\nrules: []\n", "missing_key", "1:1", "unidentified"],
  ["a misspelled key", `${HEAD}levles: [a]\n`, "unknown_key", "3:1", "Did you mean levels?"],
  [
    "a misspelled key of a rule",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    modles: [a/b]\n`,
    "unknown_key",
    "6:5",
    "Did you mean models?",
  ],
  [
    "a misspelled key of who",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    who: { gruops: [a] }\n`,
    "unknown_key",
    "6:12",
    "Did you mean groups?",
  ],
  [
    "a misspelled action",
    `${HEAD}rules:\n  - id: a\n    permit: [chta]\n`,
    "unknown_action",
    "5:14",
    "Did you mean chat?",
  ],
  [
    "an action that is not in a list",
    `${HEAD}rules:\n  - id: a\n    permit: chat\n`,
    "unknown_action",
    "5:5",
    "`all` or a list",
  ],
  ["neither permit nor forbid", `${HEAD}rules:\n  - id: a\n`, "permit_or_forbid", "4:5", "exactly one"],
  [
    "both permit and forbid",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    forbid: all\n`,
    "permit_or_forbid",
    "6:5",
    "exactly one",
  ],
  ["a rule without an id", `${HEAD}rules:\n  - permit: all\n`, "missing_key", "4:5", "short name"],
  [
    "an id used twice",
    `${HEAD}rules:\n  - { id: a, permit: all }\n  - { id: a, forbid: all }\n`,
    "duplicate_id",
    "5:7",
    "id of its own",
  ],
  [
    "a model without its provider",
    `${HEAD}rules:\n  - { id: a, permit: all, models: [claude-*] }\n`,
    "wrong_model",
    "4:36",
    "provider/model",
  ],
  [
    "a glob of another language",
    `${HEAD}rules:\n  - { id: a, permit: all, models: ["openai/gpt-[45]"] }\n`,
    "wrong_model",
    "4:36",
    "* stands for",
  ],
  [
    "a glob to use instead",
    `${HEAD}rules:\n  - { id: a, forbid: all, instead: ["a/*"] }\n`,
    "wrong_model",
    "4:37",
    "exact models",
  ],
  [
    "a 13th month",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    from: 2026-13-40\n`,
    "wrong_date",
    "6:5",
    "2026-06-12",
  ],
  [
    "February 30",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    from: 2026-02-30\n`,
    "wrong_date",
    "6:5",
    "2026-06-12",
  ],
  [
    "a time without an offset",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    until: 2026-06-12T10:00\n`,
    "wrong_date",
    "6:5",
    "-04:00",
  ],
  [
    "an end before the beginning",
    `${HEAD}rules:\n  - { id: a, permit: all, from: 2026-06-02, until: 2026-06-01 }\n`,
    "from_after_until",
    "4:45",
    "later than",
  ],
  [
    "an unless on a permit",
    `${HEAD}rules:\n  - { id: a, permit: all, unless: [license] }\n`,
    "unless_on_permit",
    "4:27",
    "who",
  ],
  [
    "an unless that does not exist",
    `${HEAD}rules:\n  - { id: a, forbid: all, unless: [licence] }\n`,
    "wrong_value",
    "4:36",
    "license:ID",
  ],
  [
    "a forbid over an empty list",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: [] }\n`,
    "empty_list",
    "4:27",
    "leave the key out",
  ],
  [
    "a who that says nothing",
    `${HEAD}rules:\n  - { id: a, permit: all, who: {} }\n`,
    "empty_list",
    "4:27",
    "for everybody",
  ],
  ["a license for nobody", `${HEAD}licenses:\n  - { id: a, holder: {} }\n`, "empty_list", "4:14", "holder:"],
  [
    "a level that is not declared",
    `${HEAD}levels: [open, standard]\nclassify:\n  - { models: [a/b], level: standart }\n`,
    "unknown_level",
    "5:22",
    "Did you mean standard?",
  ],
  [
    "levels declared nowhere",
    `${HEAD}classify:\n  - { models: [a/b], level: standard }\n`,
    "unknown_level",
    "4:22",
    "open",
  ],
  ["a level said twice", `${HEAD}levels: [a, b, a]\n`, "said_twice", "3:16", "ascending"],
  [
    "the top level open while away",
    `${HEAD}levels: [a, b]\nagent_away: { open_up_to: b }\n`,
    "top_level_open",
    "4:15",
    "lower level",
  ],
  [
    "an unknown obligation",
    `${HEAD}rules:\n  - { id: a, permit: all, require: [shout] }\n`,
    "wrong_value",
    "4:37",
    "notify",
  ],
  ["a number for a name", `${HEAD}revision: 12\n`, "wrong_value", "3:1", "quotes"],
  ["a key said twice", `${HEAD}unidentified: permit\n`, "duplicate_key", "3:1", "Keep one"],
  ["the key __proto__", `${HEAD}names: { __proto__: x }\n`, "unknown_key", "3:10", "knows"],
  ["a key that is a list", `${HEAD}? [a]\n: 1\n`, "unknown_key", "3:3", "knows"],
  ["a NUL character", `${HEAD}a\0: 1\n`, "nul", "3:2", "UTF-8"],
  ["brackets left open", `${HEAD}levels: [a\nrules: []\n`, "not_yaml", "4:1", "brackets"],
  ["a tag", `${HEAD}levels: !secret [a]\n`, "not_yaml", "3:9", "quotes"],
  ["an alias of nothing", `${HEAD}levels: [*a]\n`, "not_yaml", "3:10", "quotes"],
  ["a list that holds itself", `${HEAD}levels: &a [*a]\n`, "too_many_aliases", "3:13", "Write the lists out"],
  ["a tab for a space", `${HEAD}rules:\n\t- id: a\n`, "not_yaml", "4:1", "indentation"],
  ["the key constructor", `${HEAD}constructor: 1\n`, "unknown_key", "3:1", "Write one of"],
  [
    "the key prototype in a rule",
    `${HEAD}rules:\n  - { id: a, permit: all, prototype: 1 }\n`,
    "unknown_key",
    "4:27",
    "Write one of",
  ],
  [
    "a name that is constructor",
    `${HEAD}names: { constructor: x }\n`,
    "wrong_value",
    "3:10",
    "anthropic/mythos-5",
  ],
  [
    "a Cyrillic letter in a model",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: [\u0430nthropic/mythos-5] }\n`,
    "look_alike",
    "4:36",
    "plain letters: anthropic/mythos-5",
  ],
  [
    "full-width letters in a model",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: ["openai/\uFF47pt-5"] }\n`,
    "look_alike",
    "4:36",
    "plain letters: openai/gpt-5",
  ],
  [
    "a space of no width in a model",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: ["openai/gpt\u200B-5"] }\n`,
    "look_alike",
    "4:36",
    "plain letters: openai/gpt-5",
  ],
  [
    "a letter that looks like none",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: ["openai/\u4E00"] }\n`,
    "look_alike",
    "4:36",
    "plain letters.",
  ],
  [
    "a permit in a directive",
    `${HEAD}directives:\n  - { id: a, permit: all }\n`,
    "restrict_only",
    "4:14",
    "Move it to `rules`",
  ],
  [
    "a permit in a guardrail",
    `${HEAD}guardrails:\n  - { id: a, permit: [chat] }\n`,
    "restrict_only",
    "4:14",
    "Move it to `rules`",
  ],
  [
    "a directive that says nothing",
    `${HEAD}directives:\n  - { id: a }\n`,
    "permit_or_forbid",
    "4:5",
    "`forbid: all",
  ],
  [
    "a requirement of nothing",
    `${HEAD}rules:\n  - { id: a, require: [] }\n`,
    "permit_or_forbid",
    "4:5",
    "require",
  ],
  [
    "actions beside a permit",
    `${HEAD}rules:\n  - { id: a, permit: [chat], actions: [chat] }\n`,
    "permit_or_forbid",
    "4:30",
    "bare `require`",
  ],
  [
    "an unless on a bare requirement",
    `${HEAD}rules:\n  - { id: a, require: [warn], unless: [license] }\n`,
    "unless_on_permit",
    "4:31",
    "who",
  ],
  [
    "one id in two layers",
    `${HEAD}guardrails:\n  - { id: a, forbid: all, unless: [license] }\nrules:\n  - { id: a, forbid: all }\n`,
    "duplicate_id",
    "6:7",
    "id of its own",
  ],
  [
    "one id for a license and a grant",
    `${HEAD}licenses:\n  - { id: a, holder: { groups: [x] } }\ngrants:\n  - { id: a, holder: { groups: [x] } }\n`,
    "duplicate_id",
    "6:7",
    "id of its own",
  ],
  [
    "a permit of nothing",
    `${HEAD}rules:\n  - { id: a, permit: [] }\n`,
    "never_matches",
    "4:14",
    "`permit: all`",
  ],
  [
    "a permit for no group",
    `${HEAD}rules:\n  - { id: a, permit: all, who: { groups: [] } }\n`,
    "never_matches",
    "4:34",
    "at least one",
  ],
  [
    "hours without length",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    when: { hours: { from: "08:00", to: "08:00", zone: Europe/Berlin } }\n`,
    "never_matches",
    "6:37",
    "24:00",
  ],
  [
    "hours on no day",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    when: { hours: { days: [], from: "08:00", to: "09:00", zone: UTC } }\n`,
    "never_matches",
    "6:22",
    "mon-fri",
  ],
  [
    "an hour that is none",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    when: { hours: { from: "25:00", to: "09:00", zone: UTC } }\n`,
    "wrong_value",
    "6:22",
    "08:00",
  ],
  [
    "a time zone that is none",
    `${HEAD}rules:\n  - id: a\n    permit: all\n    when: { hours: { from: "08:00", to: "09:00", zone: Europe/Berln } }\n`,
    "unknown_name",
    "6:50",
    "Did you mean Europe/Berlin?",
  ],
  [
    "a permit of what is always closed",
    `${HEAD}rules:\n  - { id: a, permit: all, when: { inspectable: false } }\n`,
    "never_matches",
    "4:35",
    "uninspectable: permit",
  ],
  [
    "a when that says nothing",
    `${HEAD}rules:\n  - { id: a, permit: all, when: {} }\n`,
    "empty_list",
    "4:27",
    "for every call",
  ],
  [
    "a purpose that nobody declared",
    `${HEAD}purposes: { review: Review }\nrules:\n  - { id: a, permit: all, when: { purposes: [reviw] } }\n`,
    "unknown_name",
    "5:46",
    "Did you mean review?",
  ],
  [
    "a data class that nobody declared",
    `${HEAD}rules:\n  - { id: a, forbid: all, when: { data: [iban] } }\n`,
    "unknown_name",
    "4:42",
    "Declare it",
  ],
  [
    "a compartment beside those declared",
    `${HEAD}compartments: [cyber]\nclassify:\n  - { models: [a/b], level: open, compartments: [cybre] }\n`,
    "unknown_name",
    "5:50",
    "Did you mean cyber?",
  ],
  [
    "an unless of a license that is not there",
    `${HEAD}licenses:\n  - { id: EX-2, holder: { groups: [x] } }\nrules:\n  - { id: a, forbid: all, unless: ["license:EX-3"] }\n`,
    "unknown_name",
    "6:36",
    "Did you mean EX-2?",
  ],
  [
    "an unless of a grant that is not there",
    `${HEAD}rules:\n  - { id: a, forbid: all, unless: ["grant:EX-3"] }\n`,
    "unknown_name",
    "4:36",
    "`grants`",
  ],
  [
    "an action group that nobody declared",
    `${HEAD}action_groups: { talking: [chat] }\nrules:\n  - { id: a, permit: [talkin] }\n`,
    "unknown_action",
    "5:23",
    "Did you mean talking?",
  ],
  [
    "an action group of no action",
    `${HEAD}action_groups: { a: [chta] }\n`,
    "unknown_action",
    "3:22",
    "Did you mean chat?",
  ],
  [
    "an action group called as an action",
    `${HEAD}action_groups: { chat: [image] }\n`,
    "said_twice",
    "3:18",
    "another name",
  ],
  [
    "a license that ended before it began",
    `${HEAD}licenses:\n  - { id: a, holder: { groups: [x] }, from: 2026-07-01, until: 2026-06-01 }\n`,
    "from_after_until",
    "4:57",
    "later than",
  ],
  [
    "a license that covers nothing",
    `${HEAD}licenses:\n  - { id: a, holder: { groups: [] } }\n`,
    "empty_list",
    "4:24",
    "at least one",
  ],
  [
    "a release before it happened",
    `${HEAD}classify:\n  - { released: { after: 2026-02-01, before: 2026-01-01 }, level: open }\n`,
    "from_after_until",
    "4:38",
    "later than",
  ],
  [
    "names and facts on a restriction",
    `${HEAD}rules:\n  - { id: a, forbid: all, models: ["a/*"], open_weights: true }\n`,
    "names_and_facts",
    "4:27",
    "families",
  ],
  [
    "a classification of nothing in particular",
    `${HEAD}classify:\n  - { level: open }\n`,
    "missing_key",
    "4:5",
    "families",
  ],
  [
    "a step of age that leaves the top open",
    `${HEAD}levels: [a, b]\nstale: [{ after: 24h, require: [warn] }]\n`,
    "top_level_open",
    "4:9",
    "none",
  ],
  [
    "a step of age that opens the top",
    `${HEAD}levels: [a, b]\nstale: [{ after: 24h, open_up_to: b }]\n`,
    "top_level_open",
    "4:23",
    "none",
  ],
  [
    "steps of age out of order",
    `${HEAD}levels: [a, b]\nstale: [{ after: 7d, open_up_to: a }, { after: 24h, open_up_to: none }]\n`,
    "stale_order",
    "4:41",
    "order of their age",
  ],
  [
    "a later step of age that opens again",
    `${HEAD}levels: [a, b, c]\nstale: [{ after: 1d, open_up_to: a }, { after: 2d, open_up_to: b }]\n`,
    "stale_order",
    "4:52",
    "lower level",
  ],
  [
    "an age without a unit",
    `${HEAD}stale: [{ after: 24, open_up_to: none }]\n`,
    "wrong_value",
    "3:11",
    "24h",
  ],
  ["two documents", `${HEAD}---\na: 1\n`, "not_yaml", "3:1", "file of its own"],
];

describe("a malformed policy", () => {
  test.each(MALFORMED)("with %s is refused with its place and its mend", (_, text, code, place, mend) => {
    const problems = problemsOf(text);
    const found = problems.find(
      (problem) => problem.code === code && `${problem.line}:${problem.column}` === place,
    );
    expect(found ?? problems).toMatchObject({ code, file: "policy.yaml" });
    expect(found?.mend).toContain(mend);
    expect(found?.message).toMatch(/^[A-Za-z].*\.$/s);
  });

  test("is told of everything that is wrong, in the order of the file", () => {
    const text = `${HEAD}levles: [a]\nrules:\n  - { id: a, permit: [chta] }\n  - { id: b }\n  - { id: b, permit: all, from: x }\nclassify:\n  - { models: [a/b], level: x }\n`;
    const codes = problemsOf(text).map(({ code, line }) => `${line} ${code}`);
    expect(codes).toEqual([
      "3 unknown_key",
      "5 unknown_action",
      "6 permit_or_forbid",
      "7 duplicate_id",
      "7 wrong_date",
      "9 unknown_level",
    ]);
  });

  test("is told of at most 100 problems", () => {
    expect(problemsOf(`${HEAD}rules:\n${"  - { id: a }\n".repeat(500)}`)).toHaveLength(100);
  });

  test("gives no word of a long value back in full", () => {
    expect(problemsOf(`${HEAD}${"x".repeat(900)}: 1\n`)[0]?.message.length).toBeLessThan(120);
  });
});

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
