import { Key, Metadata, MetadataKind, Signature } from "@tufjs/models";
import { canonical } from "../journal/canonical.ts";
import { PublishingError } from "./fault.ts";
import type { Part, PublicKey, RoleKeys, Signatures, Signed } from "./parts.ts";

/** A key that can sign: in a file, or behind a command. */
export interface Signer {
  /** What the desk calls it. */
  readonly name: string;
  readonly id: string;
  readonly key: PublicKey;
  /** Signs bytes; throws a `PublishingError` `key` where that does not work. */
  sign(bytes: Buffer): Promise<Buffer>;
}

/** The bytes that every signature of a part is over: canonical JSON as TUF has it. */
function bytesToSign(part: Part): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  metadataOf({ signed: part, signatures: [] }).sign((data) => {
    bytes = data;
    return new Signature({ keyID: "", sig: "" });
  });
  return bytes;
}

/** Adds a signature in place of one by the same key, and verifies it: a wrong one would lock every endpoint out. */
export async function signedBy<P extends Part>(one: Signed<P>, signer: Signer): Promise<Signed<P>> {
  const sig = (await signer.sign(bytesToSign(one.signed))).toString("hex");
  const others = one.signatures.filter(({ keyid }) => keyid !== signer.id);
  const signatures = [...others, { keyid: signer.id, sig }].toSorted(byKey);
  const together = { signed: one.signed, signatures };
  if (isSignedBy(together, signer.id, signer.key)) return together;
  throw new PublishingError(
    "key",
    `What ${signer.name} signed does not fit its public key. Correct the key or its command in publisher.yaml.`,
  );
}

/** The ids of a role's keys that signed, each once. */
export function signersOf(
  one: Signed<Part>,
  role: RoleKeys,
  keys: Readonly<Record<string, PublicKey>>,
): readonly string[] {
  return [...new Set(role.keyids)].filter((id) => {
    const key = keys[id];
    return key !== undefined && isSignedBy(one, id, key);
  });
}

/** The text of a metadata file; the same part and signatures give the same bytes. */
export function fileText({ signed, signatures }: Signed<Part>): string {
  return canonical({ signatures, signed });
}

function isSignedBy(one: Signed<Part>, id: string, key: PublicKey): boolean {
  try {
    Key.fromJSON(id, json(key)).verifySignature(metadataOf(one));
    return true;
  } catch {
    return false;
  }
}

function byKey(a: Signatures[number], b: Signatures[number]): number {
  return a.keyid < b.keyid ? -1 : 1;
}

type AnyMetadata = Pick<InstanceType<typeof Metadata>, "sign" | "signed" | "signatures">;
type JsonObject = Parameters<typeof Key.fromJSON>[1];

function metadataOf({ signed, signatures }: Signed<Part>): AnyMetadata {
  const { _type: kind } = signed;
  return READERS[kind](json({ signed, signatures }));
}

const READERS: Readonly<Record<Part["_type"], (data: JsonObject) => AnyMetadata>> = {
  root: (data) => Metadata.fromJSON(MetadataKind.Root, data),
  targets: (data) => Metadata.fromJSON(MetadataKind.Targets, data),
  snapshot: (data) => Metadata.fromJSON(MetadataKind.Snapshot, data),
  timestamp: (data) => Metadata.fromJSON(MetadataKind.Timestamp, data),
};

/** The library's own type of JSON has an index signature, which ours does not need. */
function json(value: object): JsonObject {
  return value as JsonObject;
}
