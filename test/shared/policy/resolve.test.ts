import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, fold, matches } from "../../../shared/policy/pattern.ts";
import { indexPatterns, itemsOf } from "../../../shared/policy/pattern-index.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CASES } from "./arbitrary.ts";
import { ENGINEER, HEAD, policyOf } from "./story.ts";
import { processorTime } from "../../processor-time.ts";

function clearanceOf(text: string, person: Partial<Person> = {}) {
  return resolve(policyOf(HEAD + text), { ...ENGINEER, ...person });
}

describe("a clearance holds no more than it must", () => {
  const text = `levels: [open, standard]
rules:
  - { id: ours, permit: all, who: { groups: [engineering] } }
  - { id: theirs, permit: all, who: { groups: [sales] } }
  - { id: proven, forbid: all, models: ["lab/*"], unless: [us-person] }
licenses:
  - { id: EX-2, holder: { people: [somebody-else@example.com] } }
`;

  test("rules about others, and rules that this person's proof takes away, are not in it", () => {
    expect(clearanceOf(text, { us_person: "proven" }).rules.map(({ id }) => id)).toEqual(["ours"]);
    expect(clearanceOf(text).rules.map(({ id }) => id)).toEqual(["ours", "proven"]);
    expect(JSON.stringify(clearanceOf(text))).not.toMatch(/sales|somebody-else|EX-2/);
  });

  test("facts that no rule asks for are not in it", () => {
    const person = { groups: ["engineering", "union"], organization: "Acme", compartments: ["hr"] };
    expect(clearanceOf(text, person).holder).toMatchObject({
      groups: ["engineering"],
      organization: null,
      compartments: [],
      level: 1,
    });
    expect(clearanceOf("rules: []\n", { us_person: "proven" }).holder.usPerson).toBe("unknown");
  });
});

function licensed(license: string): string {
  return `rules:
  - { id: f, forbid: [chat], models: ["lab/a-*", lab/b], unless: [license] }
licenses:
  - { id: L, holder: { people: ["${ENGINEER.id}"] }, ${license} }
`;
}

describe("a license in a clearance (P6)", () => {
  test.each([
    'models: ["lab/*"]',
    "models: [lab/b]",
    'models: ["lab/a-*"]',
    "until: 2027-01-01",
    "from: 2026-01-01",
  ])("is an exemption, also where it covers all of the rule, since its use is recorded: %s", (limit) => {
    expect(clearanceOf(licensed(limit)).rules).toMatchObject([{ id: "f", exempt: [{ by: "L" }] }]);
  });

  test("brings along what its authority calls it", () => {
    const [rule] = clearanceOf(licensed("authority: BIS, number: D1234567")).rules;
    expect(rule?.exempt).toMatchObject([{ authority: "BIS", number: "D1234567" }]);
  });

  test("for other actions is nothing", () => {
    expect(clearanceOf(licensed("actions: [image]")).rules).toMatchObject([{ id: "f", exempt: [] }]);
  });
});

describe("patterns", () => {
  const letter = fc.constantFrom("a", "b", "/", "*", "A");
  const pattern = fc.string({ unit: letter, maxLength: 7 }).map(fold);
  const id = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 7 });

  test("match as the same regular expression does", () => {
    fc.assert(
      fc.property(pattern, id, (glob, text) => {
        expect(matches(glob, text)).toBe(new RegExp(`^${glob.replaceAll("*", "[^]*")}$`).test(text));
      }),
      { numRuns: CASES * 2 },
    );
  });

  test("that cover another match whatever it matches", () => {
    const filling = fc.string({ unit: letter, maxLength: 3 }).map(fold);
    fc.assert(
      fc.property(pattern, filling, id, (wide, first, second) => {
        const narrow = wide.replaceAll("*", first);
        expect(covers(wide, narrow)).toBe(true);
        expect(matches(wide, narrow.replaceAll("*", second))).toBe(true);
      }),
      { numRuns: CASES },
    );
  });

  test.each([
    ["lab/a", "lab/*"],
    ["lab/*-x", "lab/*"],
    ["*a", "*"],
  ])("%s does not cover %s", (wide, narrow) => expect(covers(wide, narrow)).toBe(false));

  test("that are indexed find what looking at each of them finds", () => {
    fc.assert(
      fc.property(fc.array(fc.array(pattern, { maxLength: 3 }), { maxLength: 8 }), id, (lists, text) => {
        const index = indexPatterns(lists, (list) => list);
        const plain = lists.filter((list) => list.some((glob) => matches(glob, text)));
        expect(new Set(itemsOf(index, text))).toEqual(new Set(plain));
        expect(itemsOf(index, text)).toHaveLength(plain.length);
      }),
      { numRuns: CASES },
    );
  });

  test("made to be slow are not", () => {
    const [glob, text] = ["*a".repeat(200), `${"a".repeat(511)}b`];
    expect(processorTime(() => matches(glob, text))).toBeLessThan(50);
    expect(matches(glob, text)).toBe(false);
  });
});
