import fc from "fast-check";
import type { BuiltIn, DataClass } from "../../../../shared/schema/data-class.ts";
import { BUILT_IN } from "../../../../shared/schema/data-class.ts";

/** A class that is found by what Lanyard knows itself. */
export function classOf(kind: BuiltIn): DataClass {
  return { name: kind, words: kind, builtIn: [kind], patterns: [], replace: `[${kind}]` };
}

/** All of them. */
export const ALL: readonly DataClass[] = BUILT_IN.map((kind) => classOf(kind));

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from("0123456789")), { minLength: length, maxLength: length })
    .map((all) => all.join(""));

/** The check digits of ISO 13616, counted with big numbers and not as the code does. */
function iban(country: string, account: string): string {
  const numbers = Array.from(`${account}${country}00`, (one) => Number.parseInt(one, 36)).join("");
  return `${country}${String(98n - (BigInt(numbers) % 97n)).padStart(2, "0")}${account}`;
}

function withLuhn(digits15: string): string {
  const sum = Array.from(digits15)
    .toReversed()
    .reduce((total, one, index) => {
      const value = index % 2 === 0 ? Number(one) * 2 : Number(one);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return `${digits15}${(10 - (sum % 10)) % 10}`;
}

const gap = fc.constantFrom("", "", " ", "-", "\u00a0", "\u202f", ". ", "\u200b");
const groups =
  (sizes: readonly number[]) =>
  (text: string): fc.Arbitrary<string> =>
    fc.array(gap, { minLength: sizes.length, maxLength: sizes.length }).map((gaps) => {
      let at = 0;
      const parts = sizes.map((size, index) => {
        const part = text.slice(at, at + size) + (index < sizes.length - 1 ? (gaps[index] ?? "") : "");
        at += size;
        return part;
      });
      return parts.join("") + text.slice(at);
    });
const fours = groups([4, 4, 4, 4, 4, 4, 4, 4, 4]);

const word = (alphabet: string, least: number, most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(alphabet)), { minLength: least, maxLength: most })
    .map((all) => all.join(""));
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const fullWidth = (text: string): string =>
  text.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const inAnyWidth = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(arbitrary, fc.nat(5)).map(([text, n]) => (n === 0 ? fullWidth(text) : text));

/** One of each kind as people and machines write it. */
export const SAMPLES: Readonly<Record<BuiltIn, fc.Arbitrary<string>>> = {
  iban: inAnyWidth(
    fc
      .oneof(
        digits(18).map((account) => iban("DE", account)),
        digits(14).map((account) => iban("GB", `WEST${account}`)),
        digits(23).map((account) => iban("FR", account)),
        digits(11).map((account) => iban("NO", account)),
      )
      .chain(fours)
      .chain((text) => fc.constantFrom(text, text.toLowerCase())),
  ),
  "payment-card": inAnyWidth(
    fc
      .oneof(
        digits(14).map((rest) => withLuhn(`4${rest}`)),
        digits(13).map((rest) => withLuhn(`53${rest}`)),
        digits(12).map((rest) => withLuhn(`37${rest}`)),
      )
      .chain(fours),
  ),
  email: fc
    .tuple(
      word(`${LOWER}0123456789._+-`, 1, 30),
      word(LOWER, 1, 20),
      fc.constantFrom("com", "de", "co.uk", "example"),
    )
    .map(([local, domain, end]) => `${local}@${domain}.${end}`),
  phone: fc.oneof(
    digits(9).map((rest) => `+49 1${rest}`),
    digits(7).map((rest) => `0049 (0) 30/2${rest}`),
    digits(4).map((rest) => `(415) 555-${rest}`),
    digits(7).map((rest) => `0171 ${rest}`),
    digits(6).map((rest) => `030-9${rest}`),
  ),
  "us-ssn": inAnyWidth(
    fc
      .tuple(
        fc.integer({ min: 1, max: 899 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 9_999 }),
      )
      .filter(([area]) => area !== 666)
      .map(([area, group, serial]) =>
        [String(area).padStart(3, "0"), String(group).padStart(2, "0"), String(serial).padStart(4, "0")].join(
          "-",
        ),
      ),
  ),
  "secret-key": fc.oneof(
    word(KEY, 20, 60).map((key) => `sk-proj-${key}`),
    word(KEY.toUpperCase(), 16, 16).map((key) => `AKIA${key}`),
    word(KEY, 36, 36).map((key) => `ghp_${key}`),
    fc.tuple(word(KEY, 8, 40), word(KEY, 8, 40), word(KEY, 8, 40)).map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`),
    word(KEY, 40, 90).map((key) => `-----BEGIN RSA PRIVATE KEY-----\n${key}\n-----END RSA PRIVATE KEY-----`),
  ),
  "ip-address": fc.oneof(
    fc.ipV4(),
    fc.ipV6().filter((one) => one.length > 4),
  ),
};

/** What stands around such a thing in a prompt. */
export const AROUND = fc.constantFrom(
  ["", ""],
  [" ", " "],
  ["Please pay to ", ", by Friday."],
  ["(", ")"],
  ['"', '"'],
  ["see:\n", "\nthanks"],
  ["账户", "。"],
  ["🙂", "🙂"],
);
