import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finderOf } from "../../../../shared/policy/data/finder.ts";
import { countsOf, redact } from "../../../../shared/policy/data/redaction.ts";
import { BUILT_IN, type DataClass } from "../../../../shared/schema/data-class.ts";
import { CASES } from "../arbitrary.ts";
import { ALL, AROUND, classOf, SAMPLES } from "./samples.ts";
import { processorTime } from "../../../processor-time.ts";

const half = (text: string): string => text.repeat(Math.ceil(500_000 / text.length));
const namesIn = (text: string, classes: readonly DataClass[] = ALL): readonly string[] => [
  ...new Set(
    finderOf(classes)
      .find(text)
      .map(({ of }) => of.name),
  ),
];

describe.each(BUILT_IN)("%s", (kind) => {
  const finder = finderOf([classOf(kind)]);
  const prompt = fc
    .tuple(AROUND, SAMPLES[kind])
    .map(([[before = "", after = ""], one]) => before + one + after);

  test("is found wherever it stands and however it is grouped", () => {
    fc.assert(
      fc.property(prompt, (text) => finder.find(text).length > 0),
      { numRuns: CASES },
    );
  });

  test("is gone after it was redacted, and all else is there", () => {
    fc.assert(
      fc.property(prompt, (text) => {
        const { text: now, pieces } = redact(finder, text, new Set([kind]));
        expect(finder.find(now)).toEqual([]);
        expect(now).toContain(`[${kind}]`);
        for (const piece of pieces) if (piece.replaced === null) expect(text).toContain(piece.text);
      }),
      { numRuns: CASES / 4 },
    );
  });
});

describe("ordinary text", () => {
  test.each([
    "The meeting on 01.02.2026 at 14:30 is in room 4711.",
    "Version 1.2.3 of 2026-06-12T17:21:00-04:00 costs 1,299.00 EUR, order 1234567890123456.",
    "function add(a: number, b: number): number { return a + b; }",
    "uuid 550e8400-e29b-41d4-a716-446655440000, sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "std::vector, 10:30:45 and task-123456",
    "person at example dot com, @someone, user@localhost",
  ])("holds none of it: %s", (text) => {
    expect(namesIn(text)).toEqual([]);
  });
});

test("a number that fails its check is no account and no card", () => {
  const text = "DE00 3704 0044 0532 0130 00, 4111 1111 1111 1112";
  expect(namesIn(text, [classOf("iban"), classOf("payment-card")])).toEqual([]);
});

describe("classes of a company", () => {
  const customer: DataClass = {
    name: "customer",
    words: "customer number",
    builtIn: [],
    patterns: ["CUST-\\d{8}", "(?i)kundennummer\\s*\\d+"],
    replace: "[customer number]",
  };

  test("are found by their own patterns", () => {
    const finder = finderOf([customer]);
    expect(finder.find("🙂 CUST-12345678 and Kundennummer 77").map(({ from, to }) => [from, to])).toEqual([
      [3, 16],
      [21, 36],
    ]);
  });

  test("that have nothing to be found by make the finding incomplete", () => {
    expect(finderOf([customer]).isWhole).toBe(true);
    expect(finderOf([customer, { ...customer, patterns: [] }]).isWhole).toBe(false);
  });

  test("that overlap with others are replaced as one", () => {
    const wide: DataClass = {
      ...customer,
      name: "order",
      words: "order",
      patterns: ["8-\\d{4} X"],
      replace: "[order]",
    };
    const redaction = redact(
      finderOf([customer, { ...wide, patterns: ["5678 X"] }]),
      "for CUST-12345678 X now",
      new Set(["customer", "order"]),
    );
    expect(redaction.text).toBe("for [customer number] now");
  });

  test("that are not asked for stay", () => {
    const finder = finderOf([customer, classOf("email")]);
    expect(redact(finder, "CUST-12345678 a@b.com", new Set(["email"])).text).toBe("CUST-12345678 [email]");
  });
});

test("each find is counted under its class", () => {
  const text = "a@b.com, c@d.com and 192.0.2.7";
  expect(countsOf(finderOf(ALL).find(text)).map(({ name, count }) => [name, count])).toEqual([
    ["email", 2],
    ["ip-address", 1],
  ]);
});

describe("a text of a megabyte takes time by its length alone", () => {
  const finder = finderOf(ALL);
  /** The best of three. */
  const time = (text: string): number => {
    const tries = [1, 2, 3].map(() => processorTime(() => finder.find(text)));
    return Math.min(...tries);
  };

  test.each([
    ["digits", "4"],
    ["digits with gaps", "4 1-1 "],
    ["at signs", "a@"],
    ["dots behind an at sign", "a@1.1.1.1.1.1.1.1"],
    ["beginnings of accounts", "DE12 "],
    ["beginnings of tokens", "eyJ"],
    ["beginnings of tokens in parts", "eyJaaaaaaaa."],
    ["beginnings of keys", "sk-"],
    ["private keys without end", "-----BEGIN PRIVATE KEY "],
    ["colons", "::1:"],
    ["plus signs", "+1 "],
    ["zeros", "0-0 "],
    ["parentheses", "(030) "],
    ["social security", "ssn "],
    ["letters", "lorem ipsum dolor sit amet "],
  ])("%s", (_, unit) => {
    const text = half(unit);
    const [once, twice] = [time(text), time(text + text)];
    expect(twice).toBeLessThan(Math.max(40, once) * 5);
    expect(twice).toBeLessThan(3_000);
  });
});
