import { isDeepStrictEqual } from "node:util";
import { Resolver } from "../../shared/policy/resolve.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import { withSpelledLicenses } from "./license-spelling.ts";
import { personOf } from "../platform/config.ts";
import type { Sources } from "./sources.ts";

/** Whom the endpoint is for, what they may do, and why there is nobody where there is not. */
export interface Resolution {
  readonly person: string | null;
  readonly clearance: Clearance | null;
  readonly problem: string | null;
}

/**
 * Resolves the policy in force for the person who uses this machine under a user name of the system. While that
 * person's facts are the same, rules that were resolved before are not resolved again.
 */
export class Resolutions {
  #person: Person | null = null;
  #resolver: Resolver | null = null;

  /** The resolution of what the sources hold now. */
  of(sources: Sources, user: string, passports: Pick<Passports, "facts">): Resolution {
    const id = personOf(sources.config, user);
    if (id === null)
      return {
        person: null,
        clearance: null,
        problem: `The configuration has no person for the user "${user}". Add one under "accounts".`,
      };
    const policy = sources.policy.value;
    const people = sources.people.value;
    if (!policy || !people) return { person: id, clearance: null, problem: null };
    const person = passports.facts(id, people.get(id));
    if (!person)
      return {
        person: id,
        clearance: null,
        problem: `The people file has no person "${id}". Add them, or name another in the configuration.`,
      };
    return {
      person: id,
      clearance: this.#resolverFor(withSpelledLicenses(person, sources.catalog.edition)).resolve(policy),
      problem: null,
    };
  }

  #resolverFor(person: Person): Resolver {
    if (this.#resolver === null || !isDeepStrictEqual(person, this.#person))
      this.#resolver = new Resolver(person);
    this.#person = person;
    return this.#resolver;
  }
}
