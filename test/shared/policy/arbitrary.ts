import fc from "fast-check";
import type {
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
  CompiledWho,
} from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import { ACTIONS } from "../../../shared/schema/action.ts";
import type { Classification, Hours, MomentConditions, StaleStep } from "../../../shared/schema/clearance.ts";
import { OBLIGATIONS } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { ANY_MOMENT } from "./plain-policy.ts";

/** Cases of each property; `LANYARD_CASES` raises it. */
export const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);

// Small worlds: few names, so that rules, people and calls meet often.
const MODELS = ["lab/one", "lab/two", "lab/two-mini", "Other/One", "other/deep/two"];
const PATTERNS = [...MODELS, "lab/*", "*/one", "lab/*-mini", "*two*", "*", "other/*", "lab/t*o", "*/*"];
const KNOWN = ["lab/one", "lab/two", "other/one"];
const LEVELS = ["open", "standard", "controlled"];
const COMPARTMENTS = ["cyber", "bio"];
const ACTIONS_USED = ACTIONS.slice(0, 3);
const DATES = ["2026-03-28", "2026-06-12T17:21:00-04:00", "2026-07-01T00:00:00Z", "2026-10-25"].map((date) =>
  Date.parse(date),
);
const HOUR = 3_600_000;
const LATER = [0, HOUR, 7 * HOUR, 26 * HOUR, 60 * HOUR, 240 * HOUR];

/** Moments on, beside and between the dates that rules use; two of these are days on which clocks change. */
const time = fc
  .tuple(fc.constantFrom(...DATES), fc.constantFrom(...LATER), fc.constantFrom(-1, 0, 1))
  .map(([date, later, beside]) => date + later + beside);

function some<T>(values: readonly T[], least = 0): fc.Arbitrary<T[]> {
  return fc.subarray([...values], { minLength: least });
}

/** Mostly null, which is "does not matter". */
function seldom<T>(arbitrary: fc.Arbitrary<T>, nulls = 3): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: nulls, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

const actions = fc.oneof(fc.constant(null), some(ACTIONS_USED));
const patterns = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 5, arbitrary: fc.subarray(PATTERNS, { maxLength: 3 }) },
);
const from = seldom(fc.constantFrom(...DATES.slice(0, 2)));
const until = seldom(fc.constantFrom(...DATES.slice(2)));
const obligations = some(OBLIGATIONS);

const identity = {
  people: some(["ann", "ben"]),
  groups: some(["staff", "lab"]),
  organizations: some(["acme", "beta"]),
};
const proofs = {
  citizenships: some(["US", "DE"]),
  trustedPartner: fc.constant("proven" as const),
  usPerson: fc.constant("proven" as const),
  locations: some(["US", "DE"]),
  assurance: fc.constantFrom(1, 2, 3),
  managed: fc.boolean(),
  posture: some(["disk-encrypted", "screen-lock"]),
};
const everybody = fc.constant<CompiledWho>({});
const holder = fc.oneof(
  fc.record(identity, { requiredKeys: [] }),
  // Half of the licenses are held by Ann, who asks most: what licenses do to one another must be met often.
  fc.constant<CompiledLicense["holder"]>({ people: ["ann"] }),
);
const who: fc.Arbitrary<CompiledWho> = fc.oneof(
  { weight: 3, arbitrary: everybody },
  { weight: 1, arbitrary: fc.record(identity, { requiredKeys: [] }) },
  { weight: 2, arbitrary: fc.record(proofs, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.record({ ...identity, ...proofs }, { requiredKeys: [] }) },
);

/** Edges on half hours, as the naive evaluator steps. */
const minutes = fc.constantFrom(0, 60, 150, 480, 1_080, 1_350, 1_440);
const hours: fc.Arbitrary<Hours> = fc.record({
  days: some([1, 2, 3, 4, 5, 6, 7]),
  from: minutes.map((minute) => minute % 1_440),
  to: minutes,
  zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"),
});

const TENANTS = ["acme-1", "acme-2"];
const PURPOSES = ["review", "research"];
const DATA = ["customer", "public"];
const REGIONS = ["eu-west-1", "eu-*", "US-*", "*-gov", "*"];

const anyMoment: fc.Arbitrary<MomentConditions> = fc.record({
  account: seldom(fc.constantFrom("corporate" as const, "personal" as const)),
  tenants: seldom(some(TENANTS), 6),
  regions: seldom(some(REGIONS), 6),
  purposes: seldom(some(PURPOSES), 6),
  dataClasses: seldom(some(DATA), 6),
  inspectable: seldom(fc.boolean(), 6),
  hours: seldom(hours, 8),
});

const when = fc.oneof({ weight: 2, arbitrary: fc.constant(ANY_MOMENT) }, { weight: 3, arbitrary: anyMoment });

const unless = some(["grant", "grant:L1", "license", "license:L0", "license:L1", "us-person"]);
const seldomTrue = fc.nat(5).map((n) => n === 0);

type RuleBody = Omit<CompiledRule, "id">;

function body(effect: CompiledRule["effect"]): fc.Arbitrary<RuleBody> {
  const restricts = effect !== "permit";
  return fc.record({
    // A permit in a layer that restricts only is refused by the compiler; here it must do nothing all the same (P6).
    layer: restricts
      ? fc.constantFrom("directive" as const, "guardrail" as const, "rule" as const)
      : fc.constantFrom(
          "rule" as const,
          "rule" as const,
          "rule" as const,
          "rule" as const,
          "guardrail" as const,
        ),
    effect: fc.constant(effect),
    monitor: seldomTrue,
    actions,
    models: patterns,
    unknownToo: restricts ? seldomTrue : fc.constant(false),
    who,
    when,
    from,
    until,
    unless: restricts ? fc.oneof(fc.constant([]), unless) : fc.constant([]),
    obligations,
    asking: fc.constant(null),
    because: seldom(fc.constantFrom("Because of the letter.", "Because we say so.")),
    instead: fc.subarray(MODELS, { maxLength: 1 }),
  });
}

const permitBody = body("permit");
const forbidBody = body("forbid");
const obligeBody = body("oblige");
/** A forbid for everybody that a license takes away. */
const licensable = forbidBody.map((one): RuleBody => ({ ...one, who: {}, unless: ["license", "grant"] }));
/** A permit for everybody at any moment, so that there is something to restrict. */
const plainPermit = permitBody.map((one): RuleBody => ({
  ...one,
  layer: "rule",
  who: {},
  when: ANY_MOMENT,
  monitor: false,
}));

function numbered(bodies: readonly RuleBody[], first = 0): readonly CompiledRule[] {
  return bodies.map((one, index) => Object.assign({ id: `r${first + index}` }, one));
}

/** Rules of any kind. */
export const rules = (most: number, first = 0): fc.Arbitrary<readonly CompiledRule[]> =>
  fc
    .array(fc.oneof(permitBody, plainPermit, forbidBody, licensable, obligeBody), { maxLength: most })
    .map((bodies) => numbered(bodies, first));

/** One forbid, not monitored. */
export const forbid: fc.Arbitrary<CompiledRule> = forbidBody.map((one) =>
  Object.assign({ id: "added" }, one, { monitor: false }),
);

/** A sentence of a layer that restricts only, whatever its effect says. */
export const restriction: fc.Arbitrary<CompiledRule> = fc
  .tuple(
    fc.oneof(forbidBody, obligeBody, permitBody),
    fc.constantFrom("directive" as const, "guardrail" as const),
  )
  .map(([one, layer]) => Object.assign({}, one, { id: "added", layer }));

const license: fc.Arbitrary<Omit<CompiledLicense, "id">> = fc.record({
  kind: fc.constantFrom("license" as const, "grant" as const),
  authority: fc.constantFrom("BIS", null),
  number: fc.constantFrom("D1", "D2", null),
  conditions: fc.constant([]),
  holder,
  models: patterns,
  unknownToo: seldomTrue,
  actions,
  purposes: seldom(some(PURPOSES), 5),
  regions: seldom(some(REGIONS), 5),
  from,
  until,
});

/** Licenses and grants; their ids are L0, L1, … */
export const licenses: fc.Arbitrary<readonly CompiledLicense[]> = fc
  .array(license, { maxLength: 3 })
  .map((bodies) => bodies.map((one, index) => Object.assign({ id: `L${index}` }, one)));

const classification: fc.Arbitrary<Classification> = fc.record({
  models: fc.subarray(PATTERNS, { maxLength: 2 }),
  unknownToo: seldomTrue,
  level: fc.nat(LEVELS.length - 1),
  compartments: some(COMPARTMENTS),
});

const staleStep: fc.Arbitrary<StaleStep> = fc.record({
  after: fc.constantFrom(24 * HOUR, 48 * HOUR, 168 * HOUR),
  obligations,
  openUpTo: fc.constantFrom(null, null, 1, 0, -1),
});

const toggle = fc.constantFrom("permit" as const, "forbid" as const);

/** A policy as `compile` gives it. */
export const policy: fc.Arbitrary<CompiledPolicy> = fc
  .record({
    default: fc.constantFrom("permit" as const, "forbid" as const, "forbid" as const),
    unidentified: toggle,
    uninspectable: toggle,
    openWhileAway: fc.constantFrom(-1, 0, 1),
    classifications: fc.array(classification, { maxLength: 2 }),
    licenses,
    rules: rules(6),
    stale: fc.array(staleStep, { maxLength: 2 }),
    knownModels: fc.constantFrom(KNOWN, KNOWN, null),
  })
  .map((generated) =>
    Object.assign({}, generated, {
      revision: "generated",
      organization: "Example Corp",
      levels: LEVELS,
      corporateAccounts: [],
      names: {},
      sets: [],
      purposes: PURPOSES.map((id) => ({ id, name: id })),
      asking: USUAL_ASKING,
      dataClasses: [],
    }),
  );

const device = fc.record(
  { managed: fc.boolean(), posture: some(["disk-encrypted", "screen-lock"]) },
  { requiredKeys: [] },
);

/** A person; any fact may be absent. */
export const person: fc.Arbitrary<Person> = fc.record(
  {
    id: fc.constantFrom("ann", "ann", "ann", "ben", "cleo"),
    organization: fc.constantFrom("acme", "beta", "gamma"),
    groups: some(["staff", "lab", "none"]),
    level: fc.constantFrom("controlled", "controlled", ...LEVELS, "no such level"),
    compartments: some(COMPARTMENTS),
    us_person: fc.constantFrom("proven" as const, "unknown" as const),
    citizenship: some(["US", "DE", "FR"]),
    trusted_partner: fc.constantFrom("proven" as const, "unknown" as const),
    location: fc.constantFrom("US", "DE", "FR"),
    assurance: fc.constantFrom(1, 2, 3),
    device,
  },
  { requiredKeys: ["id", "groups", "compartments", "us_person"] },
);

function written(moment: number): string {
  return new Date(moment).toISOString();
}

/** A person who may bring licenses of their own along, which Cedar is not told of. */
export const licensed: fc.Arbitrary<Person> = fc
  .tuple(
    person,
    fc.array(
      fc.record(
        {
          id: fc.constantFrom("L0", "L1", "O0", "O1"),
          models: fc.subarray(PATTERNS, { minLength: 1, maxLength: 2 }),
          actions: fc.subarray(ACTIONS_USED, { minLength: 1, maxLength: 3 }),
          number: fc.constantFrom("D1", "D3"),
          purposes: fc.subarray(PURPOSES, { minLength: 1 }),
          regions: fc.subarray(REGIONS, { minLength: 1 }),
          from: fc.constantFrom(...DATES.slice(0, 2).map(written)),
          until: fc.constantFrom(...DATES.slice(2).map(written)),
        },
        { requiredKeys: ["id", "models"] },
      ),
      { maxLength: 2 },
    ),
  )
  .map(([whom, own]) => Object.assign({}, whom, { licenses: own }));

const model = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...MODELS, "lab/new", "OTHER/one") },
  { weight: 1, arbitrary: fc.constantFrom("", "x".repeat(513)) },
);

/** An access request: named, a set, or unidentified; mostly readable, fresh and with the agent there. */
export const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom(...ACTIONS_USED),
  models: fc.oneof(
    { weight: 9, arbitrary: fc.array(model, { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(model, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  account: fc.constantFrom("corporate" as const, "personal" as const, "unknown" as const),
  tenant: fc.constantFrom(...TENANTS, "other", null),
  region: fc.constantFrom("eu-west-1", "EU-north-1", "us-east-1", "aws-gov", null),
  purpose: fc.constantFrom(...PURPOSES, null),
  dataClasses: fc.oneof(fc.constant(null), some(DATA)),
  inspectable: fc.nat(9).map((n) => n > 0),
  time,
  agentAway: fc.nat(15).map((n) => n === 0),
  policyAge: fc.constantFrom(0, 0, 0, 0, 0, 0, 24 * HOUR - 1, 24 * HOUR, 50 * HOUR, 1_000 * HOUR),
});
