import * as z from "zod/mini";
import { ISSUED } from "../../shared/schema/bundle.ts";

/** The delegated role that directives are signed under. */
export const DIRECTIVES_ROLE = "directives";

/** What the delegated role may sign: every target in its folder. */
export const DIRECTIVES_PATHS: readonly string[] = ["directives/*"];

/** The roles that the root names. */
export const TOP_ROLES = ["root", "targets", "snapshot", "timestamp"] as const;
type TopRole = (typeof TOP_ROLES)[number];

/** Every role of the repository. */
export type Role = TopRole | typeof DIRECTIVES_ROLE;

const Version = z.number().check(z.minimum(1), z.multipleOf(1));
const Hex = z.string().check(z.regex(/^([0-9a-f]{2})*$/));

/** A public key, as metadata has it. */
export const PublicKey = z.looseObject({
  keytype: z.string(),
  scheme: z.string(),
  keyval: z.looseObject({ public: z.string() }),
});
export type PublicKey = z.infer<typeof PublicKey>;

const Keys = z.record(z.string(), PublicKey);

/** Whose signatures a role needs, and how many of them. */
export const RoleKeys = z.looseObject({
  keyids: z.array(z.string()),
  threshold: z.number().check(z.minimum(1), z.multipleOf(1)),
});
export type RoleKeys = z.infer<typeof RoleKeys>;

const head = { spec_version: z.string(), version: Version, expires: z.string(), [ISSUED]: z.string() };

/** The signed part of the root: who signs what. */
export const RootPart = z.looseObject({
  _type: z.literal("root"),
  ...head,
  consistent_snapshot: z.literal(true),
  keys: Keys,
  roles: z.looseObject({ root: RoleKeys, targets: RoleKeys, snapshot: RoleKeys, timestamp: RoleKeys }),
});
export type RootPart = z.infer<typeof RootPart>;

const Hashes = z.looseObject({ sha256: Hex });

/** One target: how long it is, and what it hashes to. */
export const Target = z.looseObject({ length: z.number(), hashes: Hashes });
export type Target = z.infer<typeof Target>;

/** The signed part of `targets` and of `directives`, which delegates nothing. */
export const TargetsPart = z.looseObject({
  _type: z.literal("targets"),
  ...head,
  targets: z.record(z.string(), Target),
  delegations: z.optional(
    z.looseObject({
      keys: Keys,
      roles: z.array(
        z.looseObject({
          ...RoleKeys.shape,
          name: z.string(),
          terminating: z.boolean(),
          paths: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type TargetsPart = z.infer<typeof TargetsPart>;

const Meta = z.looseObject({ version: Version, length: z.number(), hashes: Hashes });

/** The signed part of the snapshot: which versions belong together. */
export const SnapshotPart = z.looseObject({
  _type: z.literal("snapshot"),
  ...head,
  meta: z.looseObject({ "targets.json": Meta, "directives.json": Meta }),
});
export type SnapshotPart = z.infer<typeof SnapshotPart>;

/** The signed part of the timestamp: which snapshot is the newest. */
export const TimestampPart = z.looseObject({
  _type: z.literal("timestamp"),
  ...head,
  meta: z.looseObject({ "snapshot.json": Meta }),
});
export type TimestampPart = z.infer<typeof TimestampPart>;

/** The signed part of any role. */
export type Part = RootPart | TargetsPart | SnapshotPart | TimestampPart;

/** Signatures as they stand in a file. */
export const Signatures = z.array(z.strictObject({ keyid: z.string(), sig: Hex }));
export type Signatures = z.infer<typeof Signatures>;

/** One file of metadata: what is signed, with its signatures. */
export interface Signed<P extends Part> {
  readonly signed: P;
  readonly signatures: Signatures;
}
