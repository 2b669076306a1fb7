import { nextTargets, type IdentifiedKey } from "./compose.ts";
import type { Draft } from "./draft.ts";
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

/** A change of keys: one goes, one comes in its place or into roles of its own, or both. */
export interface KeyChange {
  /** Id of the key that goes; null: none does. */
  readonly gone: string | null;
  /** The key that comes: in the place of the one that goes, else into `roles`. */
  readonly comes: IdentifiedKey | null;
  readonly roles: readonly Role[];
}

/** What people call keys by: which roles each kind signs. */
export const KEY_KINDS = {
  root: ["root"],
  policy: ["targets"],
  publish: ["snapshot", "timestamp"],
  "on-call": ["snapshot", "timestamp", DIRECTIVES_ROLE],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type KeyKind = keyof typeof KEY_KINDS;

const ROLES: readonly Role[] = [...TOP_ROLES, DIRECTIVES_ROLE];

const WHAT_TO_DO =
  "Keys that change. Each signer, on their own machine: lanyard policy sign FILE --key NAME. Then: lanyard policy publish FILE";

/**
 * The next root and targets after a change of keys, unsigned; whatever the key that goes has signed is to be signed
 * anew by those that stay. Throws `refused` where too few keys would be left, and where nothing would change.
 */
export function rotation(state: State, change: KeyChange, times: Times): Draft {
  verifyChanges(state, change);
  const { root, targets } = state;
  const nextRoot = TOP_ROLES.some((role) => changes(role, root.signed.roles[role], change))
    ? rootAfter(root.signed, change, times)
    : null;
  const delegations = delegationsAfter(targets.signed, change);
  const mustSign = nextRoot !== null && !isTrusted(targets, trustIn("targets", nextRoot, targets.signed));
  const next = nextTargets("targets", targets.signed, targets.signed.targets, times);
  return {
    lanyard: 1,
    draft: WHAT_TO_DO,
    found: [],
    ...(nextRoot && { root: { signed: nextRoot, signatures: [] } }),
    ...((delegations || mustSign) && {
      targets: { signed: { ...next, ...(delegations && { delegations }) }, signatures: [] },
    }),
    files: {},
  };
}

/** The roles that a key signs for, in the order of the root, `directives` last. */
export function rolesOf({ root, targets }: Pick<State, "root" | "targets">, id: string): readonly Role[] {
  return ROLES.filter((role) => trustIn(role, root.signed, targets.signed).role.keyids.includes(id));
}

function verifyChanges(state: State, { gone, comes }: KeyChange): void {
  if (gone !== null && rolesOf(state, gone).length === 0)
    throw new PublishingError("refused", "This key signs nothing here, so there is nothing to take from it.");
  if (comes && rolesOf(state, comes.id).length > 0)
    throw new PublishingError(
      "refused",
      "The new key signs something here already: each key is for one thing.",
    );
}

function rootAfter(root: RootPart, change: KeyChange, times: Times): RootPart {
  const after = (role: (typeof TOP_ROLES)[number]): RoleKeys => roleAfter(role, root.roles[role], change);
  const roles = {
    root: after("root"),
    targets: after("targets"),
    snapshot: after("snapshot"),
    timestamp: after("timestamp"),
  };
  const keys = keysAfter(
    root.keys,
    change,
    TOP_ROLES.flatMap((role) => roles[role].keyids),
  );
  return { ...root, ...headOf("root", root.version + 1, times), keys, roles: { ...root.roles, ...roles } };
}

function delegationsAfter(
  { delegations }: TargetsPart,
  change: KeyChange,
): TargetsPart["delegations"] | null {
  if (!delegations?.roles.some((role) => changes(DIRECTIVES_ROLE, role, change))) return null;
  const roles = delegations.roles.map((role) => ({ ...role, ...roleAfter(DIRECTIVES_ROLE, role, change) }));
  const keys = keysAfter(
    delegations.keys,
    change,
    roles.flatMap(({ keyids }) => keyids),
  );
  return { ...delegations, keys, roles };
}

function changes(role: Role, { keyids }: RoleKeys, { gone, comes, roles }: KeyChange): boolean {
  return (gone !== null && keyids.includes(gone)) || (comes !== null && roles.includes(role));
}

function roleAfter(
  role: Role,
  { keyids: ids, ...rest }: RoleKeys,
  { gone, comes, roles }: KeyChange,
): RoleKeys {
  const kept = ids.flatMap((id) => (id !== gone ? [id] : comes ? [comes.id] : []));
  const keyids = comes && roles.includes(role) ? [...new Set([...kept, comes.id])] : kept;
  if (keyids.length >= rest.threshold) return { ...rest, keyids };
  throw new PublishingError(
    "refused",
    `Without this key ${keyids.length} would be left to sign ${role}, and ${rest.threshold} must. Put another in its place: lanyard keys rotate`,
  );
}

/** The keys that roles still name. */
function keysAfter(
  keys: Readonly<Record<string, PublicKey>>,
  { comes }: KeyChange,
  ids: readonly string[],
): Record<string, PublicKey> {
  const all = comes ? { ...keys, [comes.id]: comes.key } : keys;
  return Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)));
}
