import type { Clearance, LoweredClearance, ResidualRule } from "../schema/clearance.ts";

/** What differs in a clearance that the same policy gives for other facts; rules that are the same are told by their place. */
export function differing(whole: Clearance, other: Clearance): LoweredClearance {
  const { holder, dataClasses, knownModels, models } = other;
  return {
    ...(!isSame(holder, whole.holder) && { holder }),
    ...(!isSame(dataClasses, whole.dataClasses) && { dataClasses }),
    ...(!isSame(knownModels, whole.knownModels) && { knownModels }),
    ...(!isSame(models, whole.models) && { models }),
    rules: byPlace(whole.rules, other.rules),
    almost: byPlace(whole.almost, other.almost),
  };
}

/** That clearance, made whole again; null where a place is none. */
export function wholeAgain(whole: Clearance, lowered: LoweredClearance): Clearance | null {
  const { holder, dataClasses, knownModels, models } = lowered;
  const rules = ofPlaces(whole.rules, lowered.rules);
  const almost = ofPlaces(whole.almost, lowered.almost);
  if (rules === null || almost === null) return null;
  return {
    ...whole,
    holder: holder ?? whole.holder,
    dataClasses: dataClasses ?? whole.dataClasses,
    knownModels: knownModels === undefined ? whole.knownModels : knownModels,
    models: models ?? whole.models,
    rules,
    almost,
  };
}

function byPlace(known: readonly ResidualRule[], rules: readonly ResidualRule[]): (number | ResidualRule)[] {
  const places = new Map(known.map((rule, place) => [JSON.stringify(rule), place]));
  return rules.map((rule) => places.get(JSON.stringify(rule)) ?? rule);
}

function ofPlaces(
  known: readonly ResidualRule[],
  rules: readonly (number | ResidualRule)[],
): ResidualRule[] | null {
  const found = rules.flatMap((one) => (typeof one === "number" ? (known[one] ?? []) : one));
  return found.length === rules.length ? found : null;
}

/** Both come from the resolver, which writes the fields of everything in one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
