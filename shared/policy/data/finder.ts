import type { BuiltIn, DataClass } from "../../schema/data-class.ts";
import { matcherOf } from "./customer-pattern.ts";
import { folded } from "./fold.ts";
import { type Hit, ibans, paymentCards, phones, socialSecurityNumbers } from "./numbers.ts";
import { emails, ipAddresses, secretKeys } from "./words.ts";

/** Where a class of data stands in a text. */
export interface Found {
  readonly of: DataClass;
  readonly from: number;
  readonly to: number;
}

/** Looks for classes of data. */
export interface Finder {
  /** False where a class has nothing to be found by: then no text is known to be free of it (P5). */
  readonly isWhole: boolean;
  /** Everything found, by where it begins. Takes time by the length of the text alone. */
  readonly find: (text: string) => readonly Found[];
}

const BUILT_IN: Readonly<Record<BuiltIn, (text: string) => readonly Hit[]>> = {
  iban: ibans,
  email: emails,
  "payment-card": paymentCards,
  phone: phones,
  "us-ssn": socialSecurityNumbers,
  "secret-key": secretKeys,
  "ip-address": ipAddresses,
};

/** Prepares the looking for these classes, whose patterns the compiler found good. */
export function finderOf(classes: readonly DataClass[]): Finder {
  const searches = classes.map((of) => {
    const own = of.patterns.map((pattern) => matcherOf(pattern));
    const builtIn = of.builtIn.map((kind) => BUILT_IN[kind]);
    return (text: string, plain: string): Found[] =>
      [...builtIn.flatMap((search) => search(plain)), ...own.flatMap((search) => search(text))].map(
        ([from, to]) => ({ of, from, to }),
      );
  });
  return {
    isWhole: classes.every(({ builtIn, patterns }) => builtIn.length + patterns.length > 0),
    find: (text) => {
      const plain = folded(text);
      return searches
        .flatMap((search) => search(text, plain))
        .toSorted((a, b) => a.from - b.from || b.to - a.to);
    },
  };
}
