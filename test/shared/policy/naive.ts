import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Decision, Ground, Missing, Obligation } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { glob } from "./naive-glob.ts";
import { acceptedByAll, wouldOpen } from "./naive-missing.ts";
import { inOrder, isUnknown, matches, type Question, settle, type Settled } from "./naive-rules.ts";

/**
 * The semantics once more, over the whole policy and for one person, written to be read beside the clauses:
 * no index, no resolving, no memory, nothing of the engine's. The fast engine must agree with it (P10).
 */
export type NaiveAnswer = Omit<Decision, "because" | "instead" | "revision">;

export function naive(policy: CompiledPolicy, person: Person, request: AccessRequest): NaiveAnswer {
  const asked = [...new Set(request.models ?? [])];
  const answers = (asked.length === 0 ? [null] : asked).map((name) => {
    const model = name !== null && name.length > 0 && name.length <= 512 ? name : null;
    return answerFor({ policy, person, request, model });
  });
  return answers.length === 1 && answers[0] ? answers[0] : strictest(policy, answers);
}

/** The grounds, in the order in which they are come to. */
const GROUNDS: readonly Ground[] = [
  "stale",
  "agent_away",
  "uninspectable",
  "unidentified",
  "classification",
  "rule",
  "default",
];

/** P7: any denial of a set denies; naming a model is what opens it. */
function strictest(policy: CompiledPolicy, answers: readonly NaiveAnswer[]): NaiveAnswer {
  const deciding = denialsOrAll(answers);
  const ground = GROUNDS.find((one) => deciding.some((answer) => answer.ground === one)) ?? "default";
  const ofGround = deciding.filter((answer) => answer.ground === ground);
  const ends = answers.flatMap(({ until }) => until ?? []);
  const effect = deciding[0]?.effect ?? "deny";
  return {
    effect,
    ground,
    rules: inPolicyOrder(
      policy,
      deciding.flatMap(({ rules }) => rules),
    ),
    obligations: inOrder(deciding.flatMap(({ obligations }) => obligations)),
    missing: effect === "permit" ? [] : missingOfSet(ground, deciding),
    model: ofGround.map(({ model }) => model ?? "").toSorted()[0] || null,
    until: ends.length > 0 ? Math.min(...ends) : null,
    shadow: shadowOfSet(policy, answers),
    licenses: effect === "permit" ? deciding.flatMap(({ licenses }) => licenses) : [],
  };
}

function missingOfSet(ground: Ground, denials: readonly NaiveAnswer[]): Missing[] {
  const ofGround = denials.find((answer) => answer.ground === ground)?.missing ?? [];
  if (ground === "stale" || ground === "agent_away" || ground === "uninspectable") return ofGround;
  const [only, another] = denials;
  const lacked = only && !another ? only.missing.filter(({ kind }) => kind !== "model_name") : [];
  return [{ kind: "model_name", value: null }, ...lacked];
}

function shadowOfSet(policy: CompiledPolicy, answers: readonly NaiveAnswer[]): NaiveAnswer["shadow"] {
  if (answers.every(({ shadow }) => shadow === null)) return null;
  const deciding = denialsOrAll(answers.map((answer) => answer.shadow ?? answer));
  return {
    effect: deciding[0]?.effect ?? "deny",
    obligations: inOrder(deciding.flatMap(({ obligations }) => obligations)),
    rules: inPolicyOrder(
      policy,
      answers.flatMap(({ shadow }) => shadow?.rules ?? []),
    ),
  };
}

function denialsOrAll<T extends { readonly effect: string }>(answers: readonly T[]): readonly T[] {
  const denials = answers.filter(({ effect }) => effect === "deny");
  return denials.length > 0 ? denials : answers;
}

/** The grounds before the rules, and then these. */
function answerFor(question: Question): NaiveAnswer {
  const { policy, person, request, model } = question;
  const deny = (ground: Ground, missing: Missing[]): NaiveAnswer => {
    const nothing = { rules: [], obligations: [], until: null, shadow: null, licenses: [] };
    return { ...nothing, effect: "deny", ground, missing, model };
  };
  const { level, compartments } = classification(policy, model);

  // The policy's age: every step that is reached applies.
  const reached = policy.stale.filter(({ after }) => request.policyAge >= after);
  const openUpTo = Math.min(...reached.map((step) => step.openUpTo ?? Infinity));
  if (level > openUpTo) return deny("stale", [{ kind: "fresh_policy", value: null }]);

  if (request.agentAway && level > policy.openWhileAway)
    return deny("agent_away", [{ kind: "agent", value: null }]);
  if (!request.inspectable && policy.uninspectable === "forbid")
    return deny("uninspectable", [{ kind: "readable_body", value: null }]);
  if (model === null && policy.unidentified === "forbid")
    return deny("unidentified", [{ kind: "model_name", value: null }]);

  // P2
  const own = Math.max(0, policy.levels.indexOf(person.level ?? ""));
  const lacking = compartments.filter((one) => !person.compartments.includes(one));
  if (model !== null && (level > own || lacking.length > 0)) {
    const higher: Missing[] = level > own ? [{ kind: "level", value: policy.levels[level] ?? null }] : [];
    return deny("classification", [
      ...higher,
      ...lacking.map((value): Missing => ({ kind: "compartment", value })),
    ]);
  }
  return byRules(
    question,
    reached.flatMap((step) => step.obligations),
  );
}

/** P2: entries that match are united, and the highest level stands. What has no name is above every level. */
function classification({ classifications, levels, knownModels }: CompiledPolicy, model: string | null) {
  if (model === null) return { level: levels.length, compartments: [] };
  const entries = classifications.filter(
    ({ models, unknownToo }) => glob(models, model) || (unknownToo && isUnknown(knownModels, model)),
  );
  return {
    level: Math.max(0, ...entries.map(({ level }) => level)),
    compartments: [...new Set(entries.flatMap((entry) => entry.compartments))].toSorted(),
  };
}

/** P3 with P1 and P8: the answer of the rules that count, and what it would have been if all did. */
function byRules(question: Question, stale: readonly Obligation[]): NaiveAnswer {
  const { policy, model } = question;
  const counting = policy.rules.filter(({ monitor }) => !monitor);
  const answer = settle(question, counting, stale);
  const monitored = policy.rules.filter((rule) => rule.monitor && matches(question, rule));
  const shadow = settle(question, policy.rules, stale);
  return {
    effect: answer.effect,
    ground: answer.deciding.some(({ effect }) => effect !== "oblige") ? "rule" : "default",
    rules: answer.deciding.map(({ id }) => id),
    obligations: answer.obligations,
    missing: missingOf(question, answer),
    model,
    until: answer.until,
    shadow:
      monitored.length === 0
        ? null
        : { effect: shadow.effect, obligations: shadow.obligations, rules: monitored.map(({ id }) => id) },
    licenses: answer.licenses,
  };
}

function missingOf(question: Question, { effect, deciding }: Settled): Missing[] {
  if (effect === "permit") return [];
  return deciding.length > 0 ? acceptedByAll(question, deciding) : wouldOpen(question);
}

function inPolicyOrder(policy: CompiledPolicy, ids: readonly string[]): string[] {
  return policy.rules.map(({ id }) => id).filter((id) => ids.includes(id));
}
