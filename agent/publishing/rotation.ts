import type { IdentifiedKey } from "./compose.ts";
import { nextTargets } from "./compose.ts";
import { PublishingError } from "./fault.ts";
import {
  DIRECTIVES_ROLE,
  TOP_ROLES,
  type PublicKey,
  type Role,
  type RoleKeys,
  type RootPart,
  type TargetsPart,
} from "./parts.ts";
import { isTrusted, trustIn, type State } from "./state.ts";
import { headOf, type Times } from "./times.ts";

/** What a change of keys makes necessary, unsigned. */
export interface Rotation {
  readonly root?: RootPart;
  readonly targets?: TargetsPart;
}

/**
 * The next root and targets in which `by` stands in place of the key `id`, or, where `by` is null, nothing does. What
 * the key had signed is part of it. Throws `refused` where too few keys would be left.
 */
export function rotation(state: State, id: string, by: IdentifiedKey | null, times: Times): Rotation {
  const { root, targets } = state;
  if (!rolesOf(state, id).length)
    throw new PublishingError("refused", "This key signs nothing here, so there is nothing to take from it.");
  if (by && rolesOf(state, by.id).length)
    throw new PublishingError(
      "refused",
      "The new key signs something here already: each key is for one thing.",
    );
  const nextRoot = TOP_ROLES.some((role) => root.signed.roles[role].keyids.includes(id))
    ? rootWithout(root.signed, id, by, times)
    : null;
  const delegation = delegationWithout(targets.signed, id, by);
  const signedAnew = nextRoot !== null && !isTrusted(targets, trustIn("targets", nextRoot, targets.signed));
  const nextOnes =
    delegation || signedAnew
      ? {
          ...nextTargets("targets", targets.signed, targets.signed.targets, times),
          ...(delegation && { delegations: delegation }),
        }
      : null;
  return { ...(nextRoot && { root: nextRoot }), ...(nextOnes && { targets: nextOnes }) };
}

/** The roles that a key signs for, in the order of the root, `directives` last. */
export function rolesOf({ root, targets }: Pick<State, "root" | "targets">, id: string): readonly Role[] {
  return ROLES.filter((role) => trustIn(role, root.signed, targets.signed).role.keyids.includes(id));
}

const ROLES: readonly Role[] = [...TOP_ROLES, DIRECTIVES_ROLE];

function rootWithout(root: RootPart, id: string, by: IdentifiedKey | null, times: Times): RootPart {
  const { root: own, targets, snapshot, timestamp } = root.roles;
  const roles = {
    root: roleWithout("root", own, id, by),
    targets: roleWithout("policy", targets, id, by),
    snapshot: roleWithout("the snapshot", snapshot, id, by),
    timestamp: roleWithout("the timestamp", timestamp, id, by),
  };
  return {
    ...root,
    ...headOf("root", root.version + 1, times),
    keys: keysWithout(root.keys, id, by),
    roles: { ...root.roles, ...roles },
  };
}

function delegationWithout(
  { delegations }: TargetsPart,
  id: string,
  by: IdentifiedKey | null,
): TargetsPart["delegations"] | null {
  if (!delegations?.roles.some(({ keyids }) => keyids.includes(id))) return null;
  const roles = delegations.roles.map((role) => ({ ...role, ...roleWithout("directives", role, id, by) }));
  return { ...delegations, keys: keysWithout(delegations.keys, id, by), roles };
}

function roleWithout(words: string, role: RoleKeys, id: string, by: IdentifiedKey | null): RoleKeys {
  const keyids = role.keyids.flatMap((one) => (one !== id ? [one] : by ? [by.id] : []));
  if (keyids.length >= role.threshold) return { ...role, keyids };
  throw new PublishingError(
    "refused",
    `Without this key ${keyids.length} would be left to sign ${words}, and ${role.threshold} must. ` +
      "Put another in its place: lanyard keys rotate",
  );
}

function keysWithout(keys: Readonly<Record<string, PublicKey>>, id: string, by: IdentifiedKey | null) {
  const { [id]: _gone, ...others } = keys;
  return by ? { ...others, [by.id]: by.key } : others;
}
