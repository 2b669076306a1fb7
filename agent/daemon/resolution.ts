import { isDeepStrictEqual } from "node:util";
import type { CompiledLicense, CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { heldAuthorities } from "../../shared/policy/held.ts";
import { differing } from "../../shared/policy/lowered.ts";
import { Resolver } from "../../shared/policy/resolve.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { HeldAuthority } from "../../shared/schema/held-authority.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Lapse } from "../../shared/wire/native.ts";
import type { Access } from "../access/access.ts";
import { factsAt, holderOf, lapsedBetween, type Stage, stagesOf, type Witnesses } from "./holder.ts";
import { withSpelledLicenses } from "./license-spelling.ts";
import type { Sources } from "./sources.ts";

/** Whom the endpoint is for, what they may do, and why there is nobody where there is not. */
export interface Resolution {
  readonly person: string | null;
  readonly clearance: Clearance | null;
  /** What holds instead from each moment on at which a proof ends, by the clock that proofs are judged by; ascending. */
  readonly lapses: readonly Lapse[];
  /** The licenses and grants that the person holds. */
  readonly held: readonly HeldAuthority[];
  readonly problem: string | null;
}

/** The grants that approvers signed, beside those of policy itself. */
type Granted = Pick<Access, "granted">;

/** A resolver, and whose facts it resolves for. */
interface Known {
  readonly person: Person;
  readonly resolver: Resolver;
}

/**
 * Resolves the policy in force for the person who uses this machine. While that person's facts are the same, rules that
 * were resolved before are not resolved again.
 */
export class Resolutions {
  #known: readonly Known[] = [];

  /** The resolution of what the sources hold now. */
  of(sources: Sources, witnesses: Witnesses, { granted }: Granted): Resolution {
    const [now, ...later] = stagesOf(witnesses);
    const id = holderOf(sources.config, witnesses.user, now.signedIn);
    if (id === null) return nobody(null, nobodyKnown(sources, witnesses.user));
    const policy = withGrants(sources.policy.value, granted);
    if (!policy || !sources.people.value) return nobody(id, null);
    const facts = (stage: Stage): Person | null => {
      const person = factsAt(stage, sources, witnesses);
      return person && withSpelledLicenses(person, sources.catalog.edition);
    };
    const person = facts(now);
    if (!person)
      return nobody(
        id,
        `The people file has no person "${id}". Add them, or name another in the configuration.`,
      );
    const stages = later.map((stage) => ({ stage, person: facts(stage) }));
    this.#known = [person, ...stages.flatMap((one) => one.person ?? [])].map((one) => this.#knownFor(one));
    const clearance = this.#resolve(policy, person);
    const lapses = stages.map(({ stage, person: then }) => ({
      at: stage.at,
      claims: [...lapsedBetween(now, stage, sources)],
      clearance: then && differing(clearance, this.#resolve(policy, then)),
    }));
    return { person: id, clearance, lapses, held: heldAuthorities(policy, person), problem: null };
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

/** Where people sign in, that nobody has is no fault of anybody's. */
function nobodyKnown({ config }: Sources, user: string): string | null {
  if (config.signIn !== null) return null;
  return `The configuration has no person for the user "${user}". Add one under "accounts".`;
}

function nobody(person: string | null, problem: string | null): Resolution {
  return { person, clearance: null, lapses: [], held: [], problem };
}
