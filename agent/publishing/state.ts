import type {
  PublicKey,
  Role,
  RoleKeys,
  RootPart,
  Signed,
  SnapshotPart,
  TargetsPart,
  TimestampPart,
} from "./parts.ts";
import { DIRECTIVES_ROLE } from "./parts.ts";
import { signersOf } from "./signing.ts";

/** The newest metadata of a repository. */
export interface State {
  readonly root: Signed<RootPart>;
  readonly targets: Signed<TargetsPart>;
  readonly directives: Signed<TargetsPart>;
  readonly snapshot: Signed<SnapshotPart>;
  readonly timestamp: Signed<TimestampPart>;
}

/** Who may sign for a role, with the keys themselves. */
export interface Trust {
  readonly role: RoleKeys;
  readonly keys: Readonly<Record<string, PublicKey>>;
}

/** Nobody: a threshold that no signature meets. */
const NOBODY: Trust = { role: { keyids: [], threshold: 1 }, keys: {} };

/** Whom a root and the targets trust with a role. */
export function trustIn(role: Role, root: RootPart, targets: TargetsPart): Trust {
  if (role !== DIRECTIVES_ROLE) return { role: root.roles[role], keys: root.keys };
  const delegated = targets.delegations?.roles.find(({ name }) => name === DIRECTIVES_ROLE);
  return delegated && targets.delegations ? { role: delegated, keys: targets.delegations.keys } : NOBODY;
}

/** True where enough of the role's keys have signed. */
export function isTrusted(one: Parameters<typeof signersOf>[0], { role, keys }: Trust): boolean {
  return signersOf(one, role, keys).length >= role.threshold;
}
