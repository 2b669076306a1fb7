import { nextTargets, snapshotOf, timestampOf } from "./compose.ts";
import { PublishingError } from "./fault.ts";
import {
  DIRECTIVES_ROLE,
  TOP_ROLES,
  type Part,
  type Role,
  type RootPart,
  type Signed,
  type TargetsPart,
} from "./parts.ts";
import { fileText, signedBy, type Signer } from "./signing.ts";
import { isTrusted, trustIn, type State, type Trust } from "./state.ts";
import type { Times } from "./times.ts";

/** What changes in a repository; what is left out stays. Root and targets come with all their signatures. */
export interface Changes {
  readonly root?: Signed<RootPart>;
  readonly targets?: Signed<TargetsPart>;
  /** Signed here, by one on-call key. */
  readonly directives?: TargetsPart;
}

/** Gives a signer whom a role trusts; throws a `PublishingError` `key` where there is none at hand. */
export type FindSigner = (role: Role, trust: Trust) => Promise<Signer>;

/**
 * The state after changes: a new snapshot and timestamp, and directives signed anew where the key that signed them is
 * trusted no more.
 */
export async function completed(
  before: Omit<State, "snapshot" | "timestamp"> & Partial<State>,
  changes: Changes,
  find: FindSigner,
  times: Times,
): Promise<State> {
  const root = changes.root ?? before.root;
  const targets = changes.targets ?? before.targets;
  const sign = async <P extends Part>(role: Role, signed: P): Promise<Signed<P>> => {
    const signer = await find(role, trustIn(role, root.signed, targets.signed));
    return await signedBy({ signed, signatures: [] }, signer);
  };
  const unsigned = changes.directives ?? signedAnew(before.directives, root, targets, times);
  const directives = unsigned ? await sign(DIRECTIVES_ROLE, unsigned) : before.directives;
  const snapshot = await sign(
    "snapshot",
    snapshotOf(
      (before.snapshot?.signed.version ?? 0) + 1,
      { targets: metaFile(targets), directives: metaFile(directives) },
      times,
    ),
  );
  const version = (before.timestamp?.signed.version ?? 0) + 1;
  const timestamp = await sign("timestamp", timestampOf(version, metaFile(snapshot), times));
  const state = { root, targets, directives, snapshot, timestamp };
  verifyTrusted(before.root, state);
  return state;
}

/** What endpoints would refuse must not go out, whatever led to it: a draft, say, that was overtaken. */
function verifyTrusted(rootBefore: Signed<RootPart>, state: State): void {
  const { root, targets } = state;
  const isRootGood =
    root.signed.version === rootBefore.signed.version ||
    isTrusted(root, trustIn("root", rootBefore.signed, targets.signed));
  const wrong = ROLES.find((role) => !isTrusted(state[role], trustIn(role, root.signed, targets.signed)));
  if (isRootGood && wrong === undefined) return;
  throw new PublishingError(
    "refused",
    `What would go out is not signed by enough keys of ${wrong ?? "the root before"}. Nothing was changed. Make the draft anew.`,
  );
}

const ROLES: readonly Role[] = [...TOP_ROLES, DIRECTIVES_ROLE];

function signedAnew(
  directives: Signed<TargetsPart>,
  root: Signed<RootPart>,
  targets: Signed<TargetsPart>,
  times: Times,
): TargetsPart | null {
  if (isTrusted(directives, trustIn(DIRECTIVES_ROLE, root.signed, targets.signed))) return null;
  return nextTargets("directives", directives.signed, directives.signed.targets, times);
}

function metaFile(one: Signed<Part>): { readonly version: number; readonly text: string } {
  return { version: one.signed.version, text: fileText(one) };
}
