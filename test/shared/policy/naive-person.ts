import type { CompiledWho } from "../../../shared/policy/compiled-policy.ts";
import type { Person } from "../../../shared/schema/person.ts";

/** P5. */
export type Truth = "yes" | "no" | "unknown";

/** All of these together: any no is a no, and then any unknown is unknown. */
export function all(answers: readonly Truth[]): Truth {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** The answer to a question about a fact; undefined and null are facts that nobody knows. */
export function ask<T>(fact: T | null | undefined, holds: (fact: T) => boolean): Truth {
  if (fact === null || fact === undefined) return "unknown";
  return holds(fact) ? "yes" : "no";
}

/** A fact among these names; none are nobody's. */
export function among(fact: string | null | undefined, names: readonly string[]): Truth {
  return names.length === 0 ? "no" : ask(fact, (one) => names.includes(one));
}

/** Whether these conditions are about a person and their device. */
export function isAbout(who: CompiledWho, person: Person): Truth {
  const answers: Truth[] = [];
  const { device } = person;
  const { people, groups, organizations, usPerson, locations, assurance, managed, posture } = who;
  const { citizenships, trustedPartner } = who;
  if (people) answers.push(people.includes(person.id) ? "yes" : "no");
  if (groups) answers.push(groups.some((group) => person.groups.includes(group)) ? "yes" : "no");
  if (organizations) answers.push(among(person.organization, organizations));
  if (citizenships)
    answers.push(
      citizenships.length === 0
        ? "no"
        : ask(person.citizenship, (known) => citizenships.some((one) => known.includes(one))),
    );
  if (trustedPartner) answers.push(person.trusted_partner === "proven" ? "yes" : "unknown");
  if (usPerson) answers.push(person.us_person === "proven" ? "yes" : "unknown");
  if (locations) answers.push(among(person.location, locations));
  if (assurance !== undefined) answers.push(ask(person.assurance, (level) => level >= assurance));
  if (managed !== undefined) answers.push(ask(device?.managed, (is) => is === managed));
  if (posture) answers.push(ask(device?.posture, (has) => posture.every((one) => has.includes(one))));
  return all(answers);
}
