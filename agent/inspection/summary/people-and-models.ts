import { ACTION_WORDS } from "../../../shared/policy/because.ts";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import type { Calls } from "../story/calls.ts";
import { ruleAnchor } from "./rules.ts";
import { remainder, SHOWN, table } from "./table.ts";
import { counted, escaped, grouped, outside, span } from "./words.ts";

type Decided = ReturnType<Calls["decided"]["all"]>[number];

/** What settled a decision, in words for somebody who has never seen a policy. */
const GROUNDS: Readonly<Record<DecisionEvent["ground"], string>> = {
  rule: "a rule",
  default: "no rule permits it",
  classification: "the person’s clearance",
  unidentified: "it cannot be told which model it is",
  uninspectable: "the call could not be read",
  obligation: "a condition that could not be carried out here",
  stale: "the policy was too old",
  agent_away: "the agent was away",
  not_ready: "no policy was known yet",
};

/** Who used which model, under which authority. */
export function accessSection({ decided }: Calls): string {
  const permitted = decided.all().filter(({ effect }) => effect === "permit");
  const rows = permitted.map((one) => [
    personOf(one.person),
    modelOf(one),
    `${escaped(operationOf(one))} at ${outside(one.service)}`,
    grouped(one.count),
    span(one.first, one.last),
    authorityOf(one),
  ]);
  const heads = ["Person", "Model", "What for", "Calls", "When (UTC)", "Authority"];
  return `<section>
<h2>Who had access to which model, and under which authority</h2>
<p>Each row is calls that were permitted. The authority is the rule of the policy that permitted them, with the reason that the person was shown; the rule’s text is below, as it was written. Licenses, grants and passports that a rule asks for stand in it.</p>
${table("Permitted calls", heads, rows, "No call was permitted in this time.")}
${remainder(decided.others, "calls were decided in ways that are not listed here")}
</section>`;
}

/** What was denied and why, a sentence each. */
export function denialsSection({ decided }: Calls): string {
  const denied = decided.all().filter(({ effect }) => effect === "deny");
  const items = denied.slice(0, SHOWN).map(denialOf).join("\n");
  const left = denied.length - SHOWN;
  return `<section>
<h2>What was denied, and why</h2>
${denied.length === 0 ? '<p class="none">Nothing was denied in this time.</p>' : `<ol class="sentences">\n${items}\n</ol>`}
${left > 0 ? `<p class="none">And ${left} more: events.jsonl has every event.</p>` : ""}
</section>`;
}

function denialOf(one: Decided): string {
  const times = one.count === 1 ? "once" : `${grouped(one.count)} times`;
  return `<li><strong>${personOf(one.person)}</strong> was denied ${escaped(operationOf(one))} with ${modelOf(one)} at ${outside(one.service)} ${times}, ${span(one.first, one.last)}. Reason: ${authorityOf(one)}.</li>`;
}

/** What people were asked before a call went out, and which replies were not what was asked for. */
export function answersSection({ asked, served }: Calls): string {
  const questions = asked
    .all()
    .map((one) => [
      personOf(one.person),
      outside(one.model ?? "not told"),
      escaped(one.steps.join(", ")),
      ANSWERS[one.answer],
      outside([one.purpose, one.reason].filter((words) => words !== null).join(": ") || "none given"),
      counted(one.count, "time"),
      span(one.first, one.last),
    ]);
  const replies = served
    .all()
    .map((one) => [
      personOf(one.person),
      outside(one.modelAsServed),
      one.verdict === "other" ? "Not the model that was asked for" : "Not permitted",
      one.ended ? "The reply was ended" : "The reply was let through",
      outside(one.because),
      counted(one.count, "time"),
      span(one.first, one.last),
    ]);
  return `<section>
<h2>What people were asked, and what they said</h2>
${table("Questions and answers", ["Person", "Model", "Asked for", "Answer", "Purpose and reason", "How often", "When (UTC)"], questions, "Nobody was asked anything.")}
<h2>Replies that were not what was asked for</h2>
${table("Replies", ["Person", "Answered", "What", "What became of it", "Why", "How often", "When (UTC)"], replies, "Every reply that names its model was of a model that was asked for and is permitted.")}
</section>`;
}

const ANSWERS = { go: "Sent", no: "Not sent", timeout: "No answer in time, not sent" } as const;

function personOf(person: string | null): string {
  return outside(person ?? "nobody known");
}

function modelOf({ model, asSent }: Decided): string {
  if (model !== null) return `<span class="model">${outside(model)}</span>`;
  return asSent === null
    ? "a model that the call does not name"
    : `a model that is not known, called ${outside(asSent)}`;
}

function operationOf({ operation }: Decided): string {
  return Object.hasOwn(ACTION_WORDS, operation)
    ? ACTION_WORDS[operation as keyof typeof ACTION_WORDS]
    : operation;
}

function authorityOf({ because, rules, ground }: Decided): string {
  const named = rules.map((rule) => `<a href="#${ruleAnchor(rule)}">${outside(rule)}</a>`).join(", ");
  const by =
    rules.length === 0 ? escaped(GROUNDS[ground]) : `${rules.length === 1 ? "rule" : "rules"} ${named}`;
  return because === "" ? by : `“${outside(because)}” (${by})`;
}
