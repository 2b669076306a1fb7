import { describe, expect, test } from "vitest";
import { compile } from "../../../shared/policy/compile.ts";
import type { Knowledge } from "../../../shared/policy/compiled-policy.ts";
import { load } from "../../../shared/policy/load.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import { Clearance } from "../../../shared/schema/clearance.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { isRefused, type Malformed } from "./refused.ts";
import { HEAD, sourceOf } from "./story.ts";

const KNOWLEDGE: Knowledge = { spell: (id) => id, models: [] };
const ANN: Person = { id: "ann", groups: [], compartments: [], us_person: "unknown" };
const compiled = (text: string) => compile(sourceOf(HEAD + text), KNOWLEDGE);
const clearance = (text: string): Clearance => resolve(compiled(text), ANN);

const file = (name: string, text: string) => ({ file: name, text });
const IBAN = `data_classes:
  iban: { words: IBAN, built_in: iban }
  customer: { words: customer number, patterns: ['CUST-\\d{8}', '(?i)kunde\\s+\\d+'], replace: "[customer]" }
  keys: { built_in: [secret-key, email] }
`;
const REDACT = "rules: [{ id: r, permit: all }, { id: o, require: [redact], when: { data: [iban] } }]\n";

describe("asking", () => {
  test("is as usual where the policy says nothing of it", () => {
    expect(clearance("rules: [{ id: r, permit: all, require: [warn] }]\n").asking).toEqual(USUAL_ASKING);
  });

  test("is said once for the policy, and by a rule for what it says itself", () => {
    const { asking, rules } = clearance(
      `asking: { remember: conversation, reasons: [Incident, Research], hold: 5m }
rules:
  - { id: a, permit: all, require: [justify], asking: { remember: day, free_text: false } }
  - { id: b, permit: all, require: [warn] }
`,
    );
    expect(asking).toEqual({
      remember: "conversation",
      reasons: ["Incident", "Research"],
      freeText: true,
      hold: 300_000,
    });
    expect(rules.map((rule) => rule.asking)).toEqual([
      { remember: "day", reasons: null, freeText: false, hold: null },
      null,
    ]);
  });

  test("is the same clearance after it went over the wire, and as usual from an agent that knows nothing of it", () => {
    const told = clearance(`asking: { remember: hour }\n${IBAN}${REDACT}`);
    expect(Clearance.parse(JSON.parse(JSON.stringify(told)))).toEqual(told);
    const { asking: _asking, dataClasses: _dataClasses, ...older } = told;
    expect(Clearance.parse(older)).toMatchObject({ asking: USUAL_ASKING, dataClasses: [] });
  });

  test.each<Malformed>([
    [
      "where nothing is asked",
      `${HEAD}rules:\n  - { id: a, permit: all, asking: { remember: day } }\n`,
      "nothing_asked",
      "4:27",
      "require",
    ],
    [
      "that nobody can answer",
      `${HEAD}rules:\n  - { id: a, permit: all, require: [justify], asking: { free_text: false } }\n`,
      "empty_list",
      "4:47",
      "reasons",
    ],
    [
      "that nobody can answer, for all",
      `${HEAD}asking: { free_text: false }\n`,
      "empty_list",
      "3:11",
      "reasons",
    ],
    ["for too long", `${HEAD}asking: { hold: 2h }\n`, "wrong_value", "3:11", "60m"],
    ["for a time that is none", `${HEAD}asking: { remember: week }\n`, "wrong_value", "3:11", "conversation"],
  ])("is refused %s", (...row) => isRefused(...row));
});

describe("data classes", () => {
  test("are names alone, or names with how each is found", () => {
    expect(compiled("data_classes: [b, a]\n").dataClasses).toEqual([
      { name: "a", words: "a", builtIn: [], patterns: [], replace: "[a]" },
      { name: "b", words: "b", builtIn: [], patterns: [], replace: "[b]" },
    ]);
    expect(compiled(IBAN).dataClasses).toEqual([
      {
        name: "customer",
        words: "customer number",
        builtIn: [],
        patterns: ["CUST-\\d{8}", "(?i)kunde\\s+\\d+"],
        replace: "[customer]",
      },
      { name: "iban", words: "IBAN", builtIn: ["iban"], patterns: [], replace: "[IBAN]" },
      { name: "keys", words: "keys", builtIn: ["email", "secret-key"], patterns: [], replace: "[keys]" },
    ]);
  });

  test("reach a person as far as their rules ask for them, or all where all is to be redacted", () => {
    expect(clearance(IBAN + REDACT).dataClasses.map(({ name }) => name)).toEqual(["iban"]);
    expect(clearance(`${IBAN}rules: [{ id: r, permit: all }]\n`).dataClasses).toEqual([]);
    expect(clearance(`${IBAN}rules: [{ id: r, permit: all, require: [redact] }]\n`).dataClasses).toHaveLength(
      3,
    );
    expect(
      clearance(`${IBAN}rules: [{ id: o, require: [redact], who: { people: [ben] } }]\n`).dataClasses,
    ).toEqual([]);
  });

  test("change the revision", () => {
    expect(compiled(IBAN).revision).not.toBe(compiled(IBAN.replace("CUST", "KUND")).revision);
  });

  test.each<Malformed>([
    [
      "with a pattern that is none",
      `${HEAD}data_classes:\n  x: { patterns: ['ok', '(a'] }\n`,
      "wrong_pattern",
      "4:25",
      "RE2",
    ],
    [
      "with a pattern that RE2 does not have",
      `${HEAD}data_classes:\n  x: { patterns: ['a(?=b)'] }\n`,
      "wrong_pattern",
      "4:19",
      "look-around",
    ],
    [
      "with a pattern that nothing can escape",
      `${HEAD}data_classes:\n  x: { patterns: ['a*'] }\n`,
      "wrong_pattern",
      "4:19",
      "at least one",
    ],
    [
      "with something that Lanyard does not know",
      `${HEAD}data_classes:\n  x: { built_in: passport }\n`,
      "wrong_value",
      "4:8",
      "iban",
    ],
    [
      "that a condition does not name right",
      `${HEAD}data_classes:\n  iban: { built_in: iban }\nrules:\n  - { id: a, permit: all, when: { data: [ibam] } }\n`,
      "unknown_name",
      "6:42",
      "iban",
    ],
  ])("are refused %s", (...row) => isRefused(...row));

  test("that differ between files are refused; a name alone says nothing against the rest", () => {
    const alone = [file("a.yaml", `${HEAD}data_classes: [iban]\n`), file("b.yaml", IBAN)];
    expect(load(alone, KNOWLEDGE)).toMatchObject({
      policy: { dataClasses: [{}, { builtIn: ["iban"] }, {}] },
    });
    const other = [...alone, file("c.yaml", "data_classes: { iban: { built_in: email } }\n")];
    expect(load(other, KNOWLEDGE)).toMatchObject({
      problems: [{ code: "said_twice", file: "c.yaml", line: 1 }],
    });
  });

  test("that nobody can look for are warned of where a rule asks for them", () => {
    const text = `${HEAD}data_classes: [x]\nrules:\n  - { id: a, forbid: all, when: { data: [x] } }\n`;
    expect(load([{ file: "p.yaml", text }], KNOWLEDGE)).toMatchObject({
      warnings: [{ code: "never_found", severity: "warning", line: 5 }],
    });
  });
});
