import { createHash } from "node:crypto";
import {
  DIRECTIVES_PATHS,
  DIRECTIVES_ROLE,
  type PublicKey,
  type RootPart,
  type SnapshotPart,
  type Target,
  type TargetsPart,
  type TimestampPart,
} from "./parts.ts";
import { headOf, type Times } from "./times.ts";

/** A key with its id. */
export interface IdentifiedKey {
  readonly id: string;
  readonly key: PublicKey;
}

/** The keys of a repository by what they are for. */
export interface RepositoryKeys {
  readonly root: readonly IdentifiedKey[];
  readonly policy: readonly IdentifiedKey[];
  readonly onCall: readonly IdentifiedKey[];
  readonly publish: readonly IdentifiedKey[];
  /** How many of the root keys, and of the policy keys, sign together. */
  readonly threshold: number;
}

/** The first root. */
export function firstRoot(
  { root, policy, onCall, publish, threshold }: RepositoryKeys,
  times: Times,
): RootPart {
  const online = { keyids: idsOf([...publish, ...onCall]), threshold: 1 };
  return {
    _type: "root",
    ...headOf("root", 1, times),
    consistent_snapshot: true,
    keys: byId([...root, ...policy, ...publish, ...onCall]),
    roles: {
      root: { keyids: idsOf(root), threshold },
      targets: { keyids: idsOf(policy), threshold },
      snapshot: online,
      timestamp: online,
    },
  };
}

/** The first targets, which delegate directives to the on-call keys and hold what is given. */
export function firstTargets(
  { onCall }: RepositoryKeys,
  targets: TargetsPart["targets"],
  times: Times,
): TargetsPart {
  const role = {
    name: DIRECTIVES_ROLE,
    keyids: idsOf(onCall),
    threshold: 1,
    terminating: true,
    paths: [...DIRECTIVES_PATHS],
  };
  return {
    _type: "targets",
    ...headOf("targets", 1, times),
    targets,
    delegations: { keys: byId(onCall), roles: [role] },
  };
}

/** The first version of the delegated role. */
export function firstDirectives(targets: TargetsPart["targets"], times: Times): TargetsPart {
  return { _type: "targets", ...headOf("directives", 1, times), targets };
}

/** The next version of `targets` or `directives`, with other targets and all else as it was. */
export function nextTargets(
  role: "targets" | "directives",
  before: TargetsPart,
  targets: TargetsPart["targets"],
  times: Times,
): TargetsPart {
  return { ...before, ...headOf(role, before.version + 1, times), targets };
}

/** The snapshot of two files as they are written. */
export function snapshotOf(
  version: number,
  files: { readonly targets: MetaFile; readonly directives: MetaFile },
  times: Times,
): SnapshotPart {
  const meta = { "targets.json": metaOf(files.targets), "directives.json": metaOf(files.directives) };
  return { _type: "snapshot", ...headOf("snapshot", version, times), meta };
}

/** The timestamp of a snapshot as it is written. */
export function timestampOf(version: number, snapshot: MetaFile, times: Times): TimestampPart {
  const meta = { "snapshot.json": metaOf(snapshot) };
  return { _type: "timestamp", ...headOf("timestamp", version, times), meta };
}

/** A metadata file as it is written. */
export interface MetaFile {
  readonly version: number;
  readonly text: string;
}

function metaOf({ version, text }: MetaFile) {
  return { version, ...targetOf(text) };
}

/** Length in bytes and SHA-256 of a text. */
export function targetOf(text: string): Target {
  return {
    length: Buffer.byteLength(text),
    hashes: { sha256: createHash("sha256").update(text).digest("hex") },
  };
}

function idsOf(keys: readonly IdentifiedKey[]): string[] {
  return [...new Set(keys.map(({ id }) => id))];
}

function byId(keys: readonly IdentifiedKey[]): Record<string, PublicKey> {
  return Object.fromEntries(keys.map(({ id, key }) => [id, key]));
}
