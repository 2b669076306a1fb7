import { ACTIONS } from "../schema/action.ts";
import { dutyOf } from "./cedar-conditions.ts";
import { entity, quoted } from "./cedar-text.ts";
import type { CompiledPolicy } from "./compiled-policy.ts";

/** The Cedar schema of a policy: what the caller tells of person, model and moment; `?` is what may be unknown. */
export function cedarSchema(policy: CompiledPolicy): string {
  const actions = ACTIONS.map((action) => quoted(action)).join(",\n  ");
  const duties = ACTIONS.map((action) => quoted(dutyOf(action))).join(",\n  ");
  const applies = "appliesTo { principal: [Person], resource: [Model, Unidentified], context: Call }";
  return `entity Group;

entity Person in [Group] = {
  level: Long,
  compartments: Set<String>,
  organization?: String,
  usPerson?: Bool,
  citizenship?: Set<String>,
  trustedPartner?: Bool,
  location?: String,
  assurance?: Long,
  managed?: Bool,
  posture?: Set<String>,
};

// id is the lower-case provider/model; known says whether the catalog knew it when the policy was compiled.
entity Model = { id: String, known: Bool };

// The model of a call that names none.
entity Unidentified;

type Call = {
  time: datetime,
  clock: {${zonesOf(policy)}},
  policyAge: duration,
  agentAway: Bool,
  inspectable: Bool,
  // False asks for the decision, true for the shadow decision, in which what is only monitored counts.
  shadow: Bool,
  account?: String,
  tenant?: String,
  // In lower case.
  region?: String,
  purpose?: String,
  dataClasses?: Set<String>,
};

action call;
action
  ${actions}
  in [${entity("Action", "call")}]
  ${applies};

// What a permitted call obliges to: the determining policies of this second question, by their @require.
action duties;
action
  ${duties}
  in [${entity("Action", "duties")}]
  ${applies};
`;
}

function zonesOf({ rules }: CompiledPolicy): string {
  const zones = new Set(rules.flatMap(({ when }) => when.hours?.zone ?? []));
  const clocks = Array.from(zones)
    .toSorted()
    .map((zone) => `\n    ${quoted(zone)}: { day: Long, minute: Long },`);
  return clocks.length === 0 ? "" : `${clocks.join("")}\n  `;
}
