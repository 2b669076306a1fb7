import { describe, expect, test } from "vitest";
import { isRefused, type Malformed } from "./refused.ts";
import { HEAD, problemsOf } from "./story.ts";

/** What is wrong, the problem it must give, where it must stand, and a word of the mend. */
const MALFORMED: readonly Malformed[] = [
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
  ["two documents", `${HEAD}---\na: 1\n`, "not_yaml", "3:1", "file of its own"],
];

describe("a malformed policy", () => {
  test.each(MALFORMED)("with %s is refused with its place and its mend", isRefused);

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
