import type { Person } from "../schema/person.ts";
import type { CompiledRule } from "./compiled-policy.ts";

/** Places of rules by whom they can be about, so that rules about others are not even looked at. */
interface RuleIndex {
  readonly people: ReadonlyMap<string, readonly number[]>;
  readonly groups: ReadonlyMap<string, readonly number[]>;
  readonly organizations: ReadonlyMap<string, readonly number[]>;
  readonly anybody: readonly number[];
}

/** Made once for each list of rules: a matrix of a thousand people asks the same list a thousand times. */
const indexes = new WeakMap<readonly CompiledRule[], RuleIndex>();

/** Places of the rules that may be about this person, ascending; whoever is not among these is not asked. */
export function placesFor(rules: readonly CompiledRule[], person: Person): readonly number[] {
  const index = indexes.get(rules) ?? indexOf(rules);
  indexes.set(rules, index);
  const { organization } = person;
  const lists = [
    index.anybody,
    index.people.get(person.id) ?? [],
    ...person.groups.map((group) => index.groups.get(group) ?? []),
    // P5: who is of no known organization may be of any.
    ...(organization === undefined
      ? index.organizations.values()
      : [index.organizations.get(organization) ?? []]),
  ];
  return [...new Set(lists.flat())].toSorted((a, b) => a - b);
}

/** Each rule stands under its first field that tells people apart. */
function indexOf(rules: readonly CompiledRule[]): RuleIndex {
  const people = new Map<string, number[]>();
  const groups = new Map<string, number[]>();
  const organizations = new Map<string, number[]>();
  const anybody: number[] = [];
  for (const [place, { who }] of rules.entries()) {
    if (who.people) put(people, who.people, place);
    else if (who.groups) put(groups, who.groups, place);
    else if (who.organizations) put(organizations, who.organizations, place);
    else anybody.push(place);
  }
  return { people, groups, organizations, anybody };
}

function put(map: Map<string, number[]>, names: readonly string[], place: number): void {
  for (const name of names) {
    const list = map.get(name);
    if (list) list.push(place);
    else map.set(name, [place]);
  }
}
