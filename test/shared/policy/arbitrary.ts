import fc from "fast-check";
import { ACTIONS } from "../../../shared/schema/action.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { OBLIGATIONS } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import type { Classify, License, Rule } from "../../../shared/schema/policy.ts";
import type { PolicySource } from "../../../shared/policy/parse.ts";

/** Cases of each property; `LANYARD_CASES` raises it. */
export const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);

// Small worlds: few names, so that rules, people and calls meet often.
const MODELS = ["lab/one", "lab/two", "lab/two-mini", "Other/One", "other/deep/two"];
const PATTERNS = [...MODELS, "lab/*", "*/one", "lab/*-mini", "*two*", "*", "other/*", "lab/t*o", "*/*"];
const LEVELS = ["open", "standard", "controlled"];
const COMPARTMENTS = ["cyber", "bio"];
const ACTIONS_USED = ACTIONS.slice(0, 3);
const DATES = ["2026-06-01", "2026-06-12T17:21:00-04:00", "2026-07-01T00:00:00Z", "2026-08-01"];

/** Moments on, beside and between the dates that rules use. */
const time = fc
  .constantFrom(...DATES.map((date) => Date.parse(date)))
  .chain((date) => fc.constantFrom(date - 1, date, date + 1, date + 10 * 86_400_000));

function some<T>(values: readonly T[], least = 0): fc.Arbitrary<T[]> {
  return fc.subarray([...values], { minLength: least });
}

const actions = fc.oneof(fc.constant("all" as const), some(ACTIONS_USED, 1));
const from = fc.constantFrom(...DATES.slice(0, 2));
const until = fc.constantFrom(...DATES.slice(2));
const patterns = fc.subarray(PATTERNS, { minLength: 1, maxLength: 3 });

const whom = {
  people: some(["ann", "ben"], 1),
  groups: some(["staff", "lab"], 1),
  organizations: some(["acme", "beta"], 1),
};
const who = fc.record({ ...whom, us_person: fc.constant("proven" as const) }, { requiredKeys: [] });
const holder = fc.record(whom, { requiredKeys: [] });

const shared = {
  models: patterns,
  who,
  when: fc.record({ account: fc.constantFrom("corporate" as const, "personal" as const) }),
  from,
  until,
  require: some(OBLIGATIONS),
};

const permit = fc.record({ permit: actions, ...shared }, { requiredKeys: ["permit"] });
const forbid = fc.record(
  { forbid: actions, unless: some(["us-person", "license", "license:L0", "license:L1"]), ...shared },
  { requiredKeys: ["forbid"] },
);

/** A forbid for everybody that a license takes away. */
const licensable = fc.record(
  {
    forbid: actions,
    unless: some(["license", "license:L0", "license:L1"], 1),
    models: patterns,
    from,
    until,
  },
  { requiredKeys: ["forbid", "unless"] },
);

/** A rule without its id. Two in three forbid. */
const ruleBody: fc.Arbitrary<Omit<Rule, "id">> = fc.oneof(permit, forbid, licensable);
export const forbidBody: fc.Arbitrary<Omit<Rule, "id">> = forbid;

// Half of the licenses are held by Ann, who asks most: what licenses do to one another must be met often.
const license: fc.Arbitrary<Omit<License, "id">> = fc.record(
  {
    holder: fc.oneof(
      holder,
      fc.constantFrom("ann").map((one) => ({ people: [one] as string[] })),
    ),
    models: patterns,
    actions,
    from,
    until,
  },
  { requiredKeys: ["holder"] },
);

const classify: fc.Arbitrary<Classify> = fc.record(
  { models: patterns, level: fc.constantFrom(...LEVELS), compartments: some(COMPARTMENTS) },
  { requiredKeys: ["models", "level"] },
);

const toggle = fc.constantFrom("permit" as const, "forbid" as const);

/** A policy as `parse` gives it. */
export const policySource: fc.Arbitrary<PolicySource> = fc
  .record({
    default: toggle,
    unidentified: toggle,
    uninspectable: toggle,
    openUpTo: fc.constantFrom(null, "open", "standard"),
    classify: fc.array(classify, { maxLength: 2 }),
    licenses: fc.array(license, { maxLength: 3 }),
    rules: fc.array(ruleBody, { maxLength: 6 }),
  })
  .map(({ licenses, rules, ...rest }) => {
    const named = {
      licenses: licenses.map((body, index) => Object.assign({ id: `L${index}` }, body)),
      rules: rules.map((body, index) => Object.assign({ id: `r${index}` }, body)),
    };
    const fixed = {
      organization: "Example Corp",
      revision: null,
      levels: LEVELS,
      corporateAccounts: [],
      names: {},
    };
    return Object.assign(rest, named, fixed, { positions: new Map() });
  });

/** A person; any fact may be absent. */
export const person: fc.Arbitrary<Person> = fc.record(
  {
    id: fc.constantFrom("ann", "ann", "ann", "ben", "cleo"),
    organization: fc.constantFrom("acme", "beta", "gamma"),
    groups: some(["staff", "lab", "none"]),
    level: fc.constantFrom(...LEVELS, "no such level"),
    compartments: some(COMPARTMENTS),
    us_person: fc.constantFrom("proven" as const, "unknown" as const),
  },
  { requiredKeys: ["id", "groups", "compartments", "us_person"] },
);

const model = fc.constantFrom(...MODELS, "lab/new", "OTHER/one", "", "x".repeat(513));

/** An access request: named, a set, or unidentified; mostly readable and with the agent there. */
export const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom(...ACTIONS_USED),
  models: fc.oneof(
    { weight: 6, arbitrary: fc.array(model, { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(model, { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  account: fc.constantFrom("corporate" as const, "personal" as const, "unknown" as const),
  inspectable: fc.nat(7).map((n) => n > 0),
  time,
  agentAway: fc.nat(7).map((n) => n === 0),
});
