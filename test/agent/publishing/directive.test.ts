import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { directiveFile, directivesIn } from "../../../agent/publishing/directive.ts";
import { directiveOf, type DirectiveAsked } from "../../../agent/publishing/directive-made.ts";
import { directiveSentence, directiveState } from "../../../agent/publishing/directive-sentence.ts";
import { sentenceParts } from "../../../agent/publishing/directive-words.ts";
import { directivesText } from "../../../agent/publishing/targets-text.ts";
import { readDirectiveBundle } from "../../../agent/distribution/content/bundles.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import { directivesText as textOf } from "../../../agent/publishing/targets-text.ts";

const NOW = Date.parse("2026-06-12T20:00:00Z");
const JUNE =
  "forbid all on anthropic/mythos-5, anthropic/fable-5 unless us-person or license because A license is required. from 2026-06-12T17:21-04:00";

function asked(sentence: string, more: Partial<DirectiveAsked> = {}) {
  const only = { id: null, actions: null, monitor: false, cut: false };
  return directiveOf({ ...sentenceParts(sentence), ...only, ...more }, NOW, new Set());
}

describe("a directive as a sentence", () => {
  test("is the letter of June 2026", () => {
    expect(asked(JUNE)).toEqual({
      id: "2026-06-12-mythos-5",
      forbid: "all",
      models: ["anthropic/mythos-5", "anthropic/fable-5"],
      unless: ["us-person", "license"],
      because: "A license is required.",
      from: "2026-06-12T17:21-04:00",
    });
  });

  test.each([
    [
      "forbid chat and file_upload on openai/* for groups engineering, legal and locations DE until 2026-07-01",
      {
        forbid: ["chat", "file_upload"],
        who: { groups: ["engineering", "legal"], locations: ["DE"] },
        until: "2026-07-01",
      },
    ],
    [
      "require warn and notify on * because Look twice.",
      { require: ["warn", "notify"], because: "Look twice." },
    ],
    [
      "Forbid all on a/b because Do not use it for work from home, on trains, or until told instead a/c",
      { because: "Do not use it for work from home, on trains, or until told", instead: ["a/c"] },
    ],
  ])("is read: %s", (sentence, parts) => {
    expect(asked(sentence)).toMatchObject(parts);
  });

  test.each([
    ["permit all on a/b", "can only restrict"],
    ["grant chat on a/b", "can only restrict"],
    ["classify a/b as open", "can only restrict"],
    ["please forbid all", 'begins with "please"'],
    ["forbid all on", 'Nothing follows "on"'],
    ["forbid all forbid chat", "is there twice"],
    ["on a/b because Why not.", "must say what it forbids"],
    ["forbid all on mythos", "provider/model"],
    ["forbid all on a/b unless vip", "Write us-person, license"],
    ["forbid all on a/b for everybody", "does not say whom"],
    ["forbid all on a/b from 2026-02-30", "is no moment"],
    ["forbid all on a/b until 2026-06-12T10:00Z", "is over already"],
    ["require prayer on a/b", "obligations"],
  ])("is refused in words: %s", (sentence, words) => {
    expect(() => asked(sentence)).toThrow(words);
  });

  test("of whatever clauses gives a file that endpoints take, with the same meaning", () => {
    const models = fc.uniqueArray(fc.constantFrom("openai/gpt-5.5", "anthropic/*", "google/gemini-3.1-pro"), {
      minLength: 1,
    });
    const clauses = fc.record(
      {
        unless: fc.constantFrom("us-person", "us-person or license", "license:sol"),
        because: fc.constantFrom("A license is required.", 'Because: "quoted" #1 - on hold', "Für alle: ja"),
        from: fc.constantFrom("2026-06-12", "2026-06-12T17:21-04:00"),
        until: fc.constantFrom("2027-01-01"),
        instead: fc.constant("openai/gpt-5.2"),
        for: fc.constantFrom("groups staff", "groups a, b and locations DE, FR"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(models, clauses, fc.boolean(), (on, some, cut) => {
        const words = Object.entries(some).map(([word, text]) => `${word} ${text}`);
        const directive = asked(`forbid all on ${on.join(", ")} ${words.join(" ")}`, { cut });
        const file = directiveFile(directive);
        expect(directivesIn(file)).toEqual([directive]);
        const files = readDirectiveBundle(directivesText([file]));
        const policy = {
          file: "p.yaml",
          text: "lanyard: 1\nunidentified: forbid\nlicenses: [{id: sol, holder: {groups: [a]}}]\n",
        };
        expect(load([policy, ...files], KNOWLEDGE)).toHaveProperty("policy.rules.0.id", directive.id);
      }),
    );
  });
});

describe("a file of directives", () => {
  test.each([
    ["rules: [{id: a, permit: all}]", 'has "rules"'],
    ["directives: [{id: a, forbid: all}]\nlicenses: []", 'has "licenses"'],
    ["directives: [{id: a, permit: all}]", "permits something"],
    ["directives: [{use: hold}]", "uses a template"],
    ["directives: []", "not what belongs here"],
    ["directives: [{id: a, forbid: all, colour: red}]", "not what belongs here"],
    ["- a", "holds no directives"],
    ["a: [", "is not YAML"],
  ])("is refused: %s", (text, words) => {
    expect(() => directivesIn({ file: "d.yaml", text })).toThrow(words);
  });

  test("has a name that its id makes, so ids are such", () => {
    expect(() => directiveFile({ id: "../x", forbid: "all" })).toThrow("names no directive");
  });

  test("gives the same bytes in whatever order", () => {
    const files = ["b", "a"].map((id) => directiveFile({ id, forbid: "all" }));
    expect(textOf(files)).toBe(textOf(files.toReversed()));
  });
});

describe("a directive for IT", () => {
  test("has an id of its own where none is given", () => {
    const parts = {
      ...sentenceParts("forbid all on a/b"),
      id: null,
      actions: null,
      monitor: false,
      cut: false,
    };
    const taken = new Set(["2026-06-12-b", "2026-06-12-b-2"]);
    expect(directiveOf(parts, NOW, taken).id).toBe("2026-06-12-b-3");
  });

  test.each([
    [{}, "holds"],
    [{ from: "2026-06-13" }, "to come"],
    [{ until: "2026-06-12" }, "over"],
    [{ mode: "monitor" as const }, "monitored"],
  ])("says whether it holds", (parts, state) => {
    expect(directiveState({ id: "a", forbid: "all", ...parts }, NOW)).toBe(state);
  });

  test("is said in one sentence", () => {
    expect(directiveSentence(asked(`${JUNE} for groups staff`), Date.parse("2026-06-12T21:00:00Z"))).toBe(
      "forbids everything on anthropic/mythos-5 and anthropic/fable-5 for groups staff unless us-person or license (from 2026-06-12T17:21-04:00)",
    );
  });
});
