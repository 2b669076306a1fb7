import { createMongoAbility, subject } from "@casl/ability";
import { newEnforcer, newModelFromString } from "casbin";
import { Engine } from "json-rules-engine";
import { prepare } from "../../shared/policy/authority.ts";
import type { CompiledPolicy, CompiledRule } from "../../shared/policy/compiled-policy.ts";
import { judge } from "../../shared/policy/judge.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import { ANY_MOMENT, policy, rule as plainRule } from "../shared/policy/plain-policy.ts";
import { cedarSliced, cedarWhole } from "./cedar-contestants.ts";
import { type BenchRule, PERSON, type Question } from "./rules.ts";

/** Answers a question: true where it permits. */
export type Ask = (question: Question) => boolean;

/** The same, by an engine that has no other way than to wait. */
export type AskLater = (question: Question) => Promise<boolean>;

/** Somebody who answers questions by rules that mean the same. */
export interface Contestant {
  readonly name: string;
  /** Most rules with which its part stays under ten seconds: with more it is left out. */
  readonly upTo: number;
  readonly build: (
    rules: readonly BenchRule[],
  ) => Promise<{ readonly ask: Ask } | { readonly later: AskLater }>;
}

/** Everybody, in the order in which they take their turns. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: "Lanyard", upTo: 100_000, build: async (rules) => ({ ask: lanyard(rules) }) },
  { name: "CASL", upTo: 100_000, build: async (rules) => ({ ask: casl(rules) }) },
  { name: "linear", upTo: 100_000, build: async (rules) => ({ ask: linear(rules) }) },
  { name: "Cedar", upTo: 10_000, build: async (rules) => ({ ask: cedarWhole(rules) }) },
  { name: "Cedar, sliced", upTo: 10_000, build: async (rules) => ({ ask: cedarSliced(rules) }) },
  { name: "casbin", upTo: 10_000, build: async (rules) => ({ ask: await casbin(rules) }) },
  { name: "json-rules-engine", upTo: 1_000, build: async (rules) => ({ later: jsonRules(rules) }) },
];

/** Lanyard's fast core over a clearance in which nothing could be resolved away, so that all rules are left. */
function lanyard(rules: readonly BenchRule[]): Ask {
  const authority = prepare(resolve(policyOf(rules), PERSON));
  return (question) => judge(authority, requestOf(question)).effect === "permit";
}

/** A question as an ordinary call; of what rules of the benchmark never ask nothing is told. */
export function requestOf({ action, model, account }: Question): AccessRequest {
  return {
    action,
    models: [model],
    account,
    tenant: null,
    region: null,
    purpose: null,
    dataClasses: null,
    inspectable: true,
    time: 0,
    agentAway: false,
    policyAge: 0,
  };
}

/** A policy of these rules and nothing else. */
export function policyOf(rules: readonly BenchRule[]): CompiledPolicy {
  return policy(
    rules.map((one) => inLanyard(one)),
    { levels: ["open"] },
  );
}

function inLanyard({ id, effect, actions, model, account }: BenchRule): CompiledRule {
  const models = model === null ? null : [model];
  return plainRule(id, { effect, actions, models, when: { ...ANY_MOMENT, account } });
}

/** CASL with each model as a subject type, which is what its index looks up; later rules win, so forbids come last. */
function casl(rules: readonly BenchRule[]): Ask {
  const forbidsLast = rules.toSorted((a, b) => Number(a.effect === "forbid") - Number(b.effect === "forbid"));
  const ability = createMongoAbility(forbidsLast.map((rule) => inCasl(rule)));
  return ({ action, model, account }) => ability.can(action, subject(model, { account }));
}

function inCasl({ effect, actions, model, account }: BenchRule) {
  const conditions = account !== null && { conditions: { account } };
  return { action: [...actions], subject: model ?? "all", inverted: effect === "forbid", ...conditions };
}

/** What one writes by hand at first: every rule, one after the other, until a forbid matches. */
function linear(rules: readonly BenchRule[]): Ask {
  return ({ action, model, account }) => {
    let isPermitted = false;
    for (const rule of rules) {
      if (rule.model !== null && rule.model !== model) continue;
      if (rule.account !== null && rule.account !== account) continue;
      if (!rule.actions.includes(action)) continue;
      if (rule.effect === "forbid") return false;
      isPermitted = true;
    }
    return isPermitted;
  };
}

const CASBIN_MODEL = `
[request_definition]
r = model, action, account
[policy_definition]
p = model, action, account, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = (p.model == "*" || p.model == r.model) && p.action == r.action && (p.account == "*" || p.account == r.account)
`;

/** casbin, where each action of a rule is a line of its own. */
async function casbin(rules: readonly BenchRule[]): Promise<Ask> {
  const enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL));
  const lines = rules.flatMap(({ effect, actions, model, account }) =>
    actions.map((action) => [model ?? "*", action, account ?? "*", effect === "forbid" ? "deny" : "allow"]),
  );
  await enforcer.addPolicies(lines);
  return ({ action, model, account }) => enforcer.enforceSync(model, action, account);
}

/** json-rules-engine, where the matched rules are events. */
function jsonRules(rules: readonly BenchRule[]): AskLater {
  const engine = new Engine();
  for (const { effect, actions, model, account } of rules) {
    const all = [
      { fact: "action", operator: "in", value: actions },
      ...(model === null ? [] : [{ fact: "model", operator: "equal", value: model }]),
      ...(account === null ? [] : [{ fact: "account", operator: "equal", value: account }]),
    ];
    engine.addRule({ conditions: { all }, event: { type: effect } });
  }
  return async ({ action, model, account }) => {
    const { events } = await engine.run({ action, model, account });
    return events.length > 0 && events.every(({ type }) => type === "permit");
  };
}
