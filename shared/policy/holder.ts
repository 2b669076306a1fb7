import type { Holder } from "../schema/clearance.ts";
import type { Person } from "../schema/person.ts";
import type { CompiledLicense, CompiledPolicy, CompiledRule } from "./compiled-policy.ts";

/** What rules ask of a person, gathered over the rules that may be about them. */
interface Asked {
  readonly groups: Set<string>;
  organization: boolean;
  usPerson: boolean;
  location: boolean;
  assurance: boolean;
}

/** The person with only the facts that their rules and licenses ask for: the browser need not know more of anybody. */
export function holderOf(
  policy: CompiledPolicy,
  person: Person,
  rules: Iterable<CompiledRule>,
  held: readonly CompiledLicense[],
): Holder {
  const asked = askedBy(rules, held);
  const compartments = new Set(policy.classifications.flatMap((entry) => entry.compartments));
  return {
    id: person.id,
    name: person.name ?? null,
    organization: asked.organization ? (person.organization ?? null) : null,
    groups: [...new Set(person.groups)].filter((group) => asked.groups.has(group)).toSorted(),
    level: levelOf(policy, person),
    compartments: [...compartments].filter((one) => person.compartments.includes(one)).toSorted(),
    usPerson: asked.usPerson ? person.us_person : "unknown",
    location: asked.location ? (person.location ?? null) : null,
    assurance: asked.assurance ? (person.assurance ?? null) : null,
  };
}

function askedBy(rules: Iterable<CompiledRule>, held: readonly CompiledLicense[]): Asked {
  const asked: Asked = {
    groups: new Set(),
    organization: false,
    usPerson: false,
    location: false,
    assurance: false,
  };
  for (const { who, unless } of rules) {
    for (const group of who.groups ?? []) asked.groups.add(group);
    asked.organization ||= who.organizations !== undefined;
    asked.usPerson ||= who.usPerson !== undefined || unless.includes("us-person");
    asked.location ||= who.locations !== undefined;
    asked.assurance ||= who.assurance !== undefined;
  }
  for (const { holder } of held) {
    for (const group of holder.groups ?? []) asked.groups.add(group);
    asked.organization ||= holder.organizations !== undefined;
  }
  return asked;
}

/** P5: no level, or one that the policy does not know, is the lowest. */
function levelOf({ levels }: CompiledPolicy, { level }: Person): number {
  return level === undefined ? 0 : Math.max(0, levels.indexOf(level));
}
