import { isDeepStrictEqual } from "node:util";
import type { CompiledLicense, CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { differing } from "../../shared/policy/lowered.ts";
import { Resolver } from "../../shared/policy/resolve.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Lapse } from "../../shared/wire/native.ts";
import type { Access } from "../access/access.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import { lapsedClaims, type ProvenFrom } from "../passport/lapses.ts";
import { withSpelledLicenses } from "./license-spelling.ts";
import { personOf } from "../platform/config.ts";
import type { Sources } from "./sources.ts";

/** Whom the endpoint is for, what they may do, and why there is nobody where there is not. */
export interface Resolution {
  readonly person: string | null;
  readonly clearance: Clearance | null;
  /** What holds instead from each moment on at which a proof ends, by the clock that passports are judged by; ascending. */
  readonly lapses: readonly Lapse[];
  readonly problem: string | null;
}

/** The grants that approvers signed, beside those of policy itself. */
type Granted = Pick<Access, "granted">;

/** The facts that passports prove, now and later. */
type Proofs = Pick<Passports, "facts" | "lapses" | "now">;

/** A resolver, and whose facts it resolves for. */
interface Known {
  readonly person: Person;
  readonly resolver: Resolver;
}

/**
 * Resolves the policy in force for the person who uses this machine under a user name of the system. While that
 * person's facts are the same, rules that were resolved before are not resolved again.
 */
export class Resolutions {
  #known: readonly Known[] = [];

  /** The resolution of what the sources hold now. */
  of(sources: Sources, user: string, passports: Proofs, { granted }: Granted): Resolution {
    const id = personOf(sources.config, user);
    if (id === null)
      return nobody(
        null,
        `The configuration has no person for the user "${user}". Add one under "accounts".`,
      );
    const policy = withGrants(sources.policy.value, granted);
    const people = sources.people.value;
    if (!policy || !people) return nobody(id, null);
    const factsAt = (when: ProvenFrom): Person | null => {
      const person = passports.facts(id, people.get(id), when);
      return person && withSpelledLicenses(person, sources.catalog.edition);
    };
    const person = factsAt(passports.now);
    if (!person)
      return nobody(
        id,
        `The people file has no person "${id}". Add them, or name another in the configuration.`,
      );
    const later = passports.lapses.map((lapse) => ({ lapse, person: factsAt(lapse) }));
    this.#known = [person, ...later.flatMap((one) => one.person ?? [])].map((one) => this.#knownFor(one));
    const clearance = this.#resolve(policy, person);
    const lapses = later.map(({ lapse, person: then }) => ({
      at: lapse.at,
      claims: [...lapsedClaims(passports.now.proven, lapse.proven)],
      clearance: then && differing(clearance, this.#resolve(policy, then)),
    }));
    return { person: id, clearance, lapses, problem: null };
  }

  #resolve(policy: CompiledPolicy, person: Person): Clearance {
    return this.#knownFor(person).resolver.resolve(policy);
  }

  #knownFor(person: Person): Known {
    const known = this.#known.find((one) => isDeepStrictEqual(one.person, person));
    return known ?? { person, resolver: new Resolver(person) };
  }
}

/** P6: they satisfy what a grant of policy's own would. An id that policy has is as it says there. */
function withGrants(
  policy: CompiledPolicy | null,
  granted: readonly CompiledLicense[],
): CompiledPolicy | null {
  if (policy === null || granted.length === 0) return policy;
  const taken = new Set(policy.licenses.map(({ id }) => id));
  return { ...policy, licenses: [...policy.licenses, ...granted.filter(({ id }) => !taken.has(id))] };
}

function nobody(person: string | null, problem: string | null): Resolution {
  return { person, clearance: null, lapses: [], problem };
}
