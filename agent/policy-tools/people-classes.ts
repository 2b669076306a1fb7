import { createHash } from "node:crypto";
import { resolve } from "../../shared/policy/resolve.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Person } from "../../shared/schema/person.ts";

/** People for whom the policies come to the same; asking for one answers for all. */
export interface PeopleClass {
  readonly people: readonly string[];
  /** One for each policy. */
  readonly clearances: readonly Clearance[];
}

/** Groups people by what the policies resolve to for them, whoever they are. */
export function peopleClasses(
  policies: readonly CompiledPolicy[],
  people: Iterable<Person>,
): readonly PeopleClass[] {
  const classes = new Map<string, { people: string[]; clearances: readonly Clearance[] }>();
  for (const person of people) {
    const clearances = policies.map((policy) => resolve(policy, person));
    const key = clearances.map(digest).join(" ");
    const known = classes.get(key);
    if (known) known.people.push(person.id);
    else classes.set(key, { people: [person.id], clearances });
  }
  return [...classes.values()];
}

/** What a clearance allows, without whose it is. */
export function digest({ holder, ...rest }: Clearance): string {
  const nobody = { ...holder, id: "", name: null, groups: [], organization: null };
  return createHash("sha256")
    .update(JSON.stringify({ ...rest, revision: "", holder: nobody }))
    .digest("base64");
}
