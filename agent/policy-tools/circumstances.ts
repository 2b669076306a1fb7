import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";

/** How a call differs from the ordinary one, in words and in fact. */
export interface Circumstance {
  /** After "lose chat": "with a personal account"; empty for the ordinary call. */
  readonly words: string;
  readonly change: Partial<AccessRequest>;
}

/** Most circumstances that are looked at: each one multiplies the work. */
const LIMIT = 200;

const ORDINARY: Circumstance = { words: "", change: {} };

/** Circumstances that no policy has to name. */
const ALWAYS: readonly Circumstance[] = [
  { words: "with a personal account", change: { account: "personal" } },
  { words: "with an account that cannot be told", change: { account: "unknown" } },
  { words: "in calls that cannot be read", change: { inspectable: false } },
  { words: "while the agent is away", change: { agentAway: true } },
];

/**
 * Every circumstance that one of the policies tells apart: the ordinary call first, then one difference at a time,
 * and for each `when` of a rule or license the calls that meet all of it. Hours of the week are not gone through.
 */
export function circumstancesOf(policies: readonly CompiledPolicy[]): readonly Circumstance[] {
  const found = new Map<string, Circumstance>();
  for (const one of [ORDINARY, ...ALWAYS, ...policies.flatMap(namedBy)]) {
    const key = JSON.stringify(one.change);
    if (found.size < LIMIT && !found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

function namedBy(policy: CompiledPolicy): readonly Circumstance[] {
  const conditions = distinct([
    ...policy.rules.map(({ when }) => when),
    ...policy.licenses.map(({ purposes, regions }) => ({ purposes, regions })),
  ]);
  return [
    ...policy.purposes.map(({ id, name }) => ({ words: `for ${name}`, change: { purpose: id } })),
    ...conditions.flatMap((one) => meetings(one)),
    ...policy.stale.map(({ after }) => ({
      words: `with a policy that is ${ageWords(after)} old`,
      change: { policyAge: after },
    })),
  ];
}

interface Conditions {
  readonly account?: AccessRequest["account"] | null;
  readonly tenants?: readonly string[] | null;
  readonly regions?: readonly string[] | null;
  readonly purposes?: readonly string[] | null;
  readonly dataClasses?: readonly string[] | null;
  readonly inspectable?: boolean | null;
}

function distinct(conditions: readonly Conditions[]): readonly Conditions[] {
  return [...new Map(conditions.map((one) => [JSON.stringify(one), one])).values()];
}

/** The calls that meet conditions: with the first name of each list, then with each other name in its place. */
function meetings(conditions: Conditions): readonly Circumstance[] {
  const fields = choicesOf(conditions).filter(({ length }) => length > 0);
  const first = fields.map(([choice]) => choice).filter((choice) => choice !== undefined);
  const others = fields.flatMap((choices, at) =>
    choices.slice(1).map((other) => first.map((choice, index) => (index === at ? other : choice))),
  );
  return [first, ...others].filter(({ length }) => length > 0).map(joined);
}

/** The calls outside a condition are asked for too: "no data found" is none of any list. */
function choicesOf({
  account,
  tenants,
  regions,
  purposes,
  dataClasses,
  inspectable,
}: Conditions): readonly Circumstance[][] {
  return [
    account === "personal" ? [{ words: "with a personal account", change: { account } }] : [],
    (tenants ?? []).map((tenant) => ({ words: `in the tenant ${tenant}`, change: { tenant } })),
    (regions ?? []).map((region) => ({
      words: `in ${region.includes("*") ? "regions like " : ""}${region}`,
      change: { region: region.replaceAll("*", "1") },
    })),
    (purposes ?? []).map((purpose) => ({ words: `for ${purpose}`, change: { purpose } })),
    dataClasses
      ? [
          ...dataClasses.map((one) => ({ words: `with ${one} in it`, change: { dataClasses: [one] } })),
          { words: "with none of the data that policy names", change: { dataClasses: [] } },
        ]
      : [],
    inspectable === false ? [{ words: "in calls that cannot be read", change: { inspectable } }] : [],
  ];
}

function joined(parts: readonly Circumstance[]): Circumstance {
  return {
    words: parts.map(({ words }) => words).join(" "),
    change: Object.assign({}, ...parts.map(({ change }) => change)) as Partial<AccessRequest>,
  };
}

function ageWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  if (hours >= 48 && hours % 24 === 0) return `${hours / 24} days`;
  return hours >= 1 ? `${hours} hours` : `${milliseconds / 60_000} minutes`;
}
