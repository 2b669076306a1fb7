import { canonicalModel } from "../../shared/catalog/identity.ts";
import type { Decision, Missing } from "../../shared/schema/decision.ts";
import type { Expectation } from "./test-file.ts";

/** One field that came otherwise than promised, side by side. */
export interface Difference {
  readonly field: keyof Expectation | "permitted";
  readonly expected: string;
  readonly actual: string;
}

/** Every field of a decision that is not as promised; empty where all are. */
export function differences(expected: Expectation, decision: Decision): readonly Difference[] {
  return [
    ...same("effect", expected.effect, decision.effect),
    ...same("ground", expected.ground, decision.ground),
    ...sameSet("obligations", expected.obligations, decision.obligations),
    ...sameSet("rules", expected.rules, decision.rules),
    ...holds("because", expected.because, decision.because),
    ...contains("missing", expected.missing, decision.missing.map(missingWord)),
    ...contains(
      "instead",
      expected.instead?.map((model) => canonicalModel(model)),
      decision.instead,
    ),
    ...same("shadow", expected.shadow, decision.shadow?.effect ?? "none"),
  ];
}

/** What is missing as a test names it: `us-person`, `license:sol-listing`, `level:controlled`. */
function missingWord({ kind, value }: Missing): string {
  const word = kind.replaceAll("_", "-");
  return value === null ? word : `${word}:${value}`;
}

type Found = readonly Difference[];

function same(field: Difference["field"], expected: string | undefined, actual: string): Found {
  return expected === undefined || expected === actual ? [] : [{ field, expected, actual }];
}

function sameSet(
  field: Difference["field"],
  expected: readonly string[] | undefined,
  actual: readonly string[],
): Found {
  if (expected === undefined || listed(sorted(expected)) === listed(sorted(actual))) return [];
  return [{ field, expected: listed(expected), actual: listed(actual) }];
}

/** Without regard to case: a promise is about the words, not about where the sentence begins. */
function holds(field: Difference["field"], expected: string | undefined, actual: string): Found {
  if (expected === undefined || actual.toLowerCase().includes(expected.toLowerCase())) return [];
  return [{ field, expected: `… ${expected} …`, actual }];
}

function contains(
  field: Difference["field"],
  expected: readonly string[] | undefined,
  actual: readonly string[],
): Found {
  if (expected === undefined || expected.every((one) => actual.includes(one))) return [];
  return [{ field, expected: listed(expected), actual: listed(actual) }];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
