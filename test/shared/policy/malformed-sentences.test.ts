import { describe, expect, test } from "vitest";
import { HEAD, problemsOf } from "./story.ts";

/** What is wrong with a sentence or a declaration, the problem it must give, its place, and a word of the mend. */
const MALFORMED: readonly (readonly [string, string, string, string, string])[] = [
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
});
