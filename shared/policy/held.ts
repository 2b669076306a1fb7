import type { HeldAuthority } from "../schema/held-authority.ts";
import type { Person } from "../schema/person.ts";
import { isAbout } from "./about.ts";
import type { CompiledLicense, CompiledPolicy } from "./compiled-policy.ts";
import { scopeOf } from "./license-scope.ts";
import { ownLicenses } from "./own-licenses.ts";

/**
 * The licenses and grants that a person holds under a policy. One that the policy has itself is as the policy says,
 * whatever a license of the person's own is called.
 */
export function heldUnder(
  { licenses }: Pick<CompiledPolicy, "licenses">,
  person: Person,
  own: readonly CompiledLicense[],
): readonly CompiledLicense[] {
  const held = licenses.filter(({ holder }) => isAbout(holder, person) === "yes");
  if (own.length === 0) return held;
  const taken = new Set(licenses.map(({ id }) => id));
  return [...held, ...own.filter(({ id }) => !taken.has(id))];
}

/** What a person was given on top of the rules, for them to see: what it is, for what, and until when. Nobody else's holders. */
export function heldAuthorities(policy: Pick<CompiledPolicy, "licenses">, person: Person): HeldAuthority[] {
  return heldUnder(policy, person, ownLicenses(person)).map(heldOf);
}

function heldOf(license: CompiledLicense): HeldAuthority {
  return { id: license.id, ...scopeOf(license) };
}
