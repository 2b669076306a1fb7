import { nextTargets, snapshotOf, timestampOf } from "./compose.ts";
import {
  DIRECTIVES_ROLE,
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
  return { root, targets, directives, snapshot, timestamp };
}

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
