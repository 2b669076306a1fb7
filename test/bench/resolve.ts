import { prepare } from "../../shared/policy/authority.ts";
import type { CompiledPolicy, CompiledRule } from "../../shared/policy/compiled-policy.ts";
import { judge } from "../../shared/policy/judge.ts";
import { resolve, Resolver } from "../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Person } from "../../shared/schema/person.ts";
import { ANY_MOMENT, policy as plainPolicy, rule as plainRule } from "../shared/policy/plain-policy.ts";
import { type BenchRow, quantile, rowsOf } from "./row.ts";

const SIZES = [1_000, 10_000, 100_000];
const GROUPS = 1_000;
const ROUNDS = 15;
/** Decisions that are timed as one, so that the clock's own time does not count. */
const TURN = 200_000;

/**
 * Resolving the policy of a large company for one person in 3 of its 1,000 groups: from nothing, after one directive
 * more, and for one person after another; how large the clearance is; and how quickly it decides.
 */
export function* resolveBench(): Generator<BenchRow> {
  for (const size of SIZES) {
    const policy = companyOf(size);
    yield* resolving(size, policy);
    yield* weighing(size, policy);
    yield* deciding(size, policy);
  }
}

const ENGINEER: Person = {
  id: "engineer-17@example.com",
  organization: "Example Corp",
  groups: ["group-17", "group-400", "group-999"],
  level: "controlled",
  compartments: [],
  us_person: "unknown",
};

const OFFICE = { days: [1, 2, 3, 4, 5], from: 480, to: 1_080, zone: "Europe/Berlin" };

function ruleOf(id: string, change: Partial<CompiledRule>): CompiledRule {
  return plainRule(id, { actions: ["chat", "completion"], ...change });
}

function modelOf(number: number): string {
  return `lab-${number % 40}/model-${number % 2_000}`;
}

/** Each rule is a group's; a few guardrails are everybody's, with globs, all models and hours among them. */
function companyOf(size: number): CompiledPolicy {
  const shared = [
    ruleOf("no-weights", { layer: "guardrail", effect: "forbid", actions: ["weights_download"] }),
    ruleOf("night", { effect: "oblige", obligations: ["warn"], when: { ...ANY_MOMENT, hours: OFFICE } }),
    ruleOf("corporate", {
      layer: "guardrail",
      effect: "forbid",
      models: ["*/model-1*"],
      when: { ...ANY_MOMENT, account: "personal" },
    }),
    ruleOf("letter", { layer: "directive", effect: "forbid", models: ["lab-7/*"], unless: ["us-person"] }),
  ];
  const own = Array.from({ length: size - shared.length }, (_, index) =>
    ruleOf(`rule-${index}`, {
      who: { groups: [`group-${index % GROUPS}`] },
      models: [modelOf(Math.floor(index / 3)), ...(index % 20 === 0 ? [`lab-${index % 40}/*-mini`] : [])],
      ...(index % 10 === 0 && { effect: "forbid", actions: ["embedding"] }),
      ...(index % 7 === 0 && { when: { ...ANY_MOMENT, account: "corporate" } }),
    }),
  );
  return plainPolicy([...shared, ...own], {
    levels: ["open", "standard", "controlled"],
    classifications: [{ models: ["lab-1/*"], unknownToo: false, level: 1, compartments: [] }],
  });
}

function* resolving(size: number, policy: CompiledPolicy): Generator<BenchRow> {
  const full: number[] = [];
  const incremental: number[] = [];
  const another: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // A list that nobody has seen has no index yet.
    full.push(timed(() => resolve({ ...policy, rules: [...policy.rules] }, ENGINEER)));
    const resolver = new Resolver(ENGINEER);
    resolver.resolve(policy);
    const directive = ruleOf(`new-${round}`, { layer: "directive", effect: "forbid", models: ["lab-3/*"] });
    const changed = { ...policy, rules: [directive, ...policy.rules] };
    incremental.push(timed(() => resolver.resolve(changed)));
    const groups = [0, 1, 2].map((step) => `group-${(round * 31 + step * 7) % GROUPS}`);
    another.push(timed(() => resolve(policy, { ...ENGINEER, id: `person-${round}`, groups })));
  }
  yield* lanyard("resolve, from nothing", size, "ms", full);
  yield* lanyard("resolve, one directive more", size, "ms", incremental);
  yield* lanyard("resolve, another person", size, "ms", another);
}

function* weighing(size: number, policy: CompiledPolicy): Generator<BenchRow> {
  const clearance = resolve(policy, ENGINEER);
  yield* lanyard("clearance, as JSON", size, "kB", [JSON.stringify(clearance).length / 1_000]);
  yield* lanyard("clearance, rules left", size, "rules", [clearance.rules.length]);
  const before = heap();
  const kept = Array.from({ length: 20 }, () => prepare(resolve(policy, ENGINEER)));
  yield* lanyard("clearance, made ready in memory", size, "kB", [(heap() - before) / kept.length / 1_000]);
}

/** Bytes in use, after a collection where node lets us ask for one (`node --expose-gc`). */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function* deciding(size: number, policy: CompiledPolicy): Generator<BenchRow> {
  const worlds: readonly (readonly [string, CompiledPolicy])[] = [
    ["the person's rules", policy],
    ["all rules this person's", { ...policy, rules: policy.rules.map((rule) => ({ ...rule, who: {} })) }],
    ["all rules this person's, with hours", { ...policy, rules: policy.rules.map(withHours) }],
    ["a hundred rules for every model", { ...policy, rules: [...policy.rules, ...forEveryModel(policy)] }],
  ];
  for (const [name, world] of worlds) {
    const authority = prepare(resolve(world, ENGINEER));
    const requests = Array.from({ length: 997 }, (_, index) => requestFor(modelOf(index * 7)));
    const decide = (count: number): void => {
      for (let step = 0; step < count; step++) {
        const request = requests[step % 997];
        if (request) judge(authority, request);
      }
    };
    const first = requests.map((request) => timed(() => judge(authority, request)) * 1_000);
    yield* lanyard(`decide, ${name}, each model for the first time`, size, "µs", first);
    decide(TURN);
    const rates = Array.from({ length: 7 }, () => (TURN / timed(() => decide(TURN))) * 1_000);
    yield* lanyard(`decide, ${name}`, size, "decisions/s", rates);
    const singles = requests.map((request) => timed(() => judge(authority, request)) * 1_000);
    yield* lanyard(`decide, ${name}, p99 of one`, size, "µs", [quantile(singles, 0.99)]);
  }
}

function withHours(rule: CompiledRule): CompiledRule {
  return { ...rule, who: {}, when: { ...rule.when, hours: OFFICE } };
}

function forEveryModel({ rules }: CompiledPolicy): readonly CompiledRule[] {
  return rules
    .slice(0, 100)
    .map((rule) => Object.assign({}, rule, { id: `all-${rule.id}`, models: null, who: {} }));
}

function requestFor(model: string): AccessRequest {
  return {
    action: "chat",
    models: [model],
    account: "corporate",
    tenant: null,
    region: null,
    purpose: null,
    dataClasses: null,
    inspectable: true,
    time: Date.UTC(2026, 5, 12, 12),
    agentAway: false,
    policyAge: 0,
  };
}

function timed(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

function lanyard(what: string, size: number, unit: string, samples: readonly number[]): BenchRow[] {
  return rowsOf(what, size, unit, new Map([["Lanyard", samples]]));
}
