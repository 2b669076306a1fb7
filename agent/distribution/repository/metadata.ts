import {
  Metadata,
  MetadataKind,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from "@tufjs/models";
import { ISSUED } from "../../../shared/schema/bundle.ts";
import { Refusal, ROLES, type Role } from "./refusal.ts";

/** The text of each role's newest metadata. */
export type MetadataTexts = Readonly<Record<Role, string>>;

/** The same, read. */
export interface Roles {
  readonly root: Metadata<Root>;
  readonly timestamp: Metadata<Timestamp>;
  readonly snapshot: Metadata<Snapshot>;
  readonly targets: Metadata<Targets>;
  readonly directives: Metadata<Targets>;
}

/** Reads metadata whose signatures were verified before. */
export function readRoles(texts: MetadataTexts): Roles {
  return {
    root: Metadata.fromJSON(MetadataKind.Root, jsonOf(texts.root)),
    timestamp: Metadata.fromJSON(MetadataKind.Timestamp, jsonOf(texts.timestamp)),
    snapshot: Metadata.fromJSON(MetadataKind.Snapshot, jsonOf(texts.snapshot)),
    targets: Metadata.fromJSON(MetadataKind.Targets, jsonOf(texts.targets)),
    directives: Metadata.fromJSON(MetadataKind.Targets, jsonOf(texts.directives)),
  };
}

/** Reads a root alone; throws what the library throws where it is none. */
export function readRoot(text: string): Metadata<Root> {
  return Metadata.fromJSON(MetadataKind.Root, jsonOf(text));
}

type Json = Parameters<typeof Metadata.fromJSON>[1];

function jsonOf(text: string): Json {
  return JSON.parse(text) as Json;
}

/** When a role's metadata was signed, as it says; milliseconds. */
export function issuedOf(roles: Roles, role: Role): number {
  const issued = roles[role].signed.unrecognizedFields[ISSUED];
  return typeof issued === "string" ? Date.parse(issued) : Number.NaN;
}

/** Until when a role's metadata holds; milliseconds. */
export function expiryOf(roles: Roles, role: Role): number {
  return Date.parse(roles[role].signed.expires);
}

/** Throws `malformed_ROLE` for versions and moments that are none: time and order are concluded from them. */
export function refuseStrange(roles: Roles): void {
  for (const role of ROLES) {
    const { version } = roles[role].signed;
    const named = `${role}.json, version ${version},`;
    if (!Number.isSafeInteger(version) || version < 1)
      throw new Refusal(`malformed_${role}`, `${named} has no version that can be counted from.`);
    if (!(issuedOf(roles, role) < expiryOf(roles, role)))
      throw new Refusal(`malformed_${role}`, `${named} does not say when it was signed in "${ISSUED}".`);
  }
}

/** Throws `expired_ROLE` where a role does not hold any more at a moment. */
export function refuseExpired(roles: Roles, now: number): void {
  const role = ROLES.find((one) => expiryOf(roles, one) <= now);
  if (role !== undefined) throw expired(role, roles[role].signed);
}

/** The refusal of metadata that does not hold any more. */
function expired(role: Role, signed: { readonly version: number; readonly expires: string }): Refusal {
  return new Refusal(
    `expired_${role}`,
    `${role}.json, version ${signed.version}, expired at ${signed.expires}. Sign it anew, or set this machine's clock right.`,
  );
}

/**
 * Throws where the delegation is not what the endpoint goes by, which the library leaves to whoever asks: the snapshot
 * names this very version of the directives, `targets` delegates to the keys that signed them, and no key counts twice
 * under two names.
 */
export function refuseLoose(roles: Roles): void {
  const { root, snapshot, targets, directives } = roles;
  const named = snapshot.signed.meta["directives.json"]?.version;
  if (named !== directives.signed.version)
    throw new Refusal(
      "mismatch_directives",
      `directives.json is version ${directives.signed.version}, and snapshot.json names ${named ?? "none"}.`,
    );
  targets.verifyDelegate("directives", directives);
  const { delegations } = targets.signed;
  const all = [
    { keys: root.signed.keys, roles: Object.entries(root.signed.roles) },
    { keys: delegations?.keys ?? {}, roles: Object.entries(delegations?.roles ?? {}) },
  ];
  for (const { keys, roles: given } of all)
    for (const [role, { keyIDs }] of given) {
      const publics = keyIDs.map((id) => keys[id]?.keyVal.public).filter((key) => key !== undefined);
      if (new Set(publics).size < publics.length)
        throw new Refusal(
          "same_key",
          `One key stands under two names for the role ${role}: it would count twice.`,
        );
    }
}
