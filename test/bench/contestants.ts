import { createMongoAbility, subject } from "@casl/ability";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { prepare } from "../../shared/policy/authority.ts";
import { compile } from "../../shared/policy/compile.ts";
import { judge } from "../../shared/policy/judge.ts";
import type { PolicySource } from "../../shared/policy/parse.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { Action } from "../../shared/schema/action.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Rule } from "../../shared/schema/policy.ts";

/** One question that every contestant can answer. */
export interface Question {
  readonly action: Action;
  readonly model: string;
  readonly account: "corporate" | "personal";
}

/** Answers a question: true where it permits. */
export type Ask = (question: Question) => boolean;

/** The model that the rule of this number names; each two neighbors name the same one. */
export function modelOf(rule: number): string {
  const model = Math.floor(rule / 2);
  return `lab-${model % 50}/model-${model}`;
}

/**
 * Rules that all three languages say the same way: exact models, listed actions, for some an account. Each tenth
 * forbids what its neighbor permits, and one forbids an action on every model.
 */
export function rulesOf(count: number): readonly Rule[] {
  const named = Array.from({ length: count - 1 }, (_, index): Rule => {
    const body = { id: `rule-${index}`, models: [modelOf(index)] };
    if (index % 10 === 0) return { ...body, forbid: ["embedding"] };
    return {
      ...body,
      permit: ["chat", "embedding"],
      ...(index % 3 === 0 && { when: { account: "corporate" } }),
    };
  });
  return [...named, { id: "no-weights", forbid: ["weights_download"] }];
}

/** Lanyard's fast core over a clearance in which nothing could be resolved away, so that all rules are left. */
export function lanyard(rules: readonly Rule[]): Ask {
  const authority = prepare(
    resolve(
      compile(policyOf(rules), (id) => id),
      PERSON,
    ),
  );
  return ({ action, model, account }) =>
    judge(authority, { action, models: [model], account, inspectable: true, time: 0, agentAway: false })
      .effect === "permit";
}

/** Nobody in particular: the rules of the benchmark are for everybody. */
export const PERSON: Person = { id: "someone", groups: [], compartments: [], us_person: "unknown" };

/** A policy of these rules and nothing else. */
export function policyOf(rules: readonly Rule[]): PolicySource {
  return {
    organization: "Example Corp",
    revision: "bench",
    levels: ["open"],
    default: "forbid",
    unidentified: "forbid",
    uninspectable: "forbid",
    openUpTo: null,
    corporateAccounts: [],
    names: {},
    classify: [],
    licenses: [],
    rules,
    positions: new Map(),
  };
}

/** CASL with each model as a subject type, which is what its index looks up; later rules win, so forbids come last. */
export function casl(rules: readonly Rule[]): Ask {
  const ordered = rules.toSorted((a, b) => Number(a.forbid !== undefined) - Number(b.forbid !== undefined));
  const ability = createMongoAbility(ordered.map((rule) => inCasl(rule)));
  return ({ action, model, account }) => ability.can(action, subject(model, { account }));
}

function inCasl(rule: Rule) {
  const conditions = rule.when && { conditions: { account: rule.when.account } };
  const inverted = rule.forbid !== undefined;
  return { action: [...listOf(rule)], subject: rule.models?.[0] ?? "all", inverted, ...conditions };
}

/** Cedar with its policies parsed beforehand. */
export function cedarWasm(rules: readonly Rule[]): Ask {
  const id = `bench-${rules.length}`;
  const parsed = cedar.preparsePolicySet(id, {
    staticPolicies: rules.map((rule) => inCedar(rule)).join("\n"),
  });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join("\n"));
  return ({ action, model, account }) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: "Person", id: PERSON.id },
      action: { type: "Action", id: action },
      resource: { type: "Model", id: model },
      context: { account },
      preparsedPolicySetId: id,
      entities: [],
    });
    return answer.type === "success" && answer.response.decision === "allow";
  };
}

function inCedar(rule: Rule): string {
  const actions = listOf(rule).map((action) => `Action::"${action}"`);
  const resource = rule.models ? `resource == Model::"${rule.models[0]}"` : "resource";
  const when = rule.when ? ` when { context.account == "${rule.when.account}" }` : "";
  const effect = rule.forbid === undefined ? "permit" : "forbid";
  return `${effect}(principal, action in [${actions.join(", ")}], ${resource})${when};`;
}

function listOf({ permit, forbid }: Rule): readonly Action[] {
  const actions = permit ?? forbid ?? [];
  return actions === "all" ? [] : actions;
}
