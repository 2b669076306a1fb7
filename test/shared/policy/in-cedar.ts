import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { cedarOf } from "../../../shared/policy/cedar.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { type Obligation, OBLIGATIONS } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { cedarRequest } from "./cedar-request.ts";

/** What Cedar's answers to all questions about one request come to. */
export interface CedarAnswer {
  readonly effect: "permit" | "deny";
  readonly ground: string;
  /** Ids of the determining rules, sorted; those that only add obligations included. */
  readonly rules: readonly string[];
  readonly obligations: readonly Obligation[];
}

const GROUNDS = ["stale", "agent_away", "uninspectable", "unidentified", "classification", "rule", "default"];

type Annotations = Readonly<Record<string, string>>;

/** A policy in Cedar, parsed, strictly validated and ready to be asked. Throws where Cedar finds anything wrong. */
export function inCedar(policy: CompiledPolicy) {
  const { policies, schema } = cedarOf(policy);
  const annotations = prepared(policies, schema);
  return {
    decide: (person: Person, request: AccessRequest): CedarAnswer => ask(person, request, false),
    /** The decision as if everything monitored counted (P8). */
    shadow: (person: Person, request: AccessRequest): CedarAnswer => ask(person, request, true),
  };

  /** P7: one question for each member of the set, and the strictest stands. */
  function ask(person: Person, request: AccessRequest, shadow: boolean): CedarAnswer {
    const models = request.models === null || request.models.length === 0 ? [null] : request.models;
    return strictest(
      models.map((model) => {
        const question = (about: "decision" | "duties") =>
          determining(cedarRequest(policy, person, request, { model, about, shadow }), annotations);
        const decision = question("decision");
        return answerOf(decision, decision.allowed ? question("duties").by : []);
      }),
    );
  }
}

interface Determined {
  readonly allowed: boolean;
  readonly by: readonly Annotations[];
}

/** Gives the annotations of each policy by the id under which Cedar reports it. */
function prepared(policies: string, schema: string): ReadonlyMap<string, Annotations> {
  const parts = cedar.policySetTextToParts(policies);
  if (parts.type === "failure") throw wrong(parts.errors);
  const staticPolicies = Object.fromEntries(parts.policies.map((text, index) => [`p${index}`, text]));
  const checked = cedar.validate({ schema, policies: { staticPolicies } });
  if (checked.type === "failure") throw wrong(checked.errors);
  if (checked.validationErrors.length > 0) throw wrong(checked.validationErrors.map(({ error }) => error));
  for (const answer of [
    cedar.preparsePolicySet("policy", { staticPolicies }),
    cedar.preparseSchema("schema", schema),
  ]) {
    if (answer.type === "failure") throw wrong(answer.errors);
  }
  return new Map(Object.entries(staticPolicies).map(([id, text]) => [id, annotationsOf(text)]));
}

function annotationsOf(text: string): Annotations {
  const answer = cedar.policyToJson(text);
  if (answer.type === "failure") throw wrong(answer.errors);
  return answer.json.annotations ?? {};
}

function determining(
  call: Omit<cedar.StatefulAuthorizationCall, "preparsedPolicySetId">,
  annotations: ReadonlyMap<string, Annotations>,
): Determined {
  const answer = cedar.statefulIsAuthorized({
    ...call,
    preparsedPolicySetId: "policy",
    preparsedSchemaName: "schema",
    validateRequest: true,
  });
  if (answer.type === "failure") throw wrong(answer.errors);
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw wrong(diagnostics.errors.map(({ error }) => error));
  return {
    allowed: decision === "allow",
    by: diagnostics.reason.map((id) => annotations.get(id) ?? {}),
  };
}

function answerOf({ allowed, by }: Determined, duties: readonly Annotations[]): CedarAnswer {
  const grounds = new Set(by.map(({ ground }) => ground ?? "rule"));
  const ground = GROUNDS.find((one) => grounds.has(one)) ?? "default";
  const rules = ground === "rule" ? by.filter((one) => one["ground"] === undefined) : [];
  const added = allowed ? duties : [];
  return {
    effect: allowed ? "permit" : "deny",
    ground,
    rules: [...rules, ...added.filter((one) => one["ground"] === undefined)]
      .map(({ id }) => id ?? "")
      .toSorted(),
    obligations: inOrder([...rules, ...added].flatMap(({ require }) => require?.split(", ") ?? [])),
  };
}

function strictest(answers: readonly CedarAnswer[]): CedarAnswer {
  const denials = answers.filter(({ effect }) => effect === "deny");
  const deciding = denials.length > 0 ? denials : answers;
  return {
    effect: denials.length > 0 ? "deny" : "permit",
    ground: GROUNDS.find((one) => deciding.some(({ ground }) => ground === one)) ?? "default",
    rules: [...new Set(deciding.flatMap(({ rules }) => rules))].toSorted(),
    obligations: inOrder(deciding.flatMap(({ obligations }) => obligations)),
  };
}

function inOrder(obligations: readonly string[]): readonly Obligation[] {
  return OBLIGATIONS.filter((one) => obligations.includes(one));
}

function wrong(errors: readonly cedar.DetailedError[]): Error {
  return new Error(errors.map(({ message, help }) => `${message} ${help ?? ""}`).join("\n"));
}
