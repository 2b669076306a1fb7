import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import {
  Key,
  Metadata,
  MetaFile,
  Root,
  Signature,
  Snapshot,
  TargetFile,
  Targets,
  Timestamp,
} from "@tufjs/models";
import type { Role } from "../../../agent/distribution/repository/refusal.ts";
import { ISSUED, type BundledFile, type Ring } from "../../../shared/schema/bundle.ts";

/** A key pair of the tests. */
export interface SigningKey {
  readonly key: Key;
  readonly secret: KeyObject;
}

/** What is published: releases with their files, rings, directives. */
export interface Content {
  readonly releases: Readonly<Record<string, readonly BundledFile[]>>;
  readonly rings: readonly Ring[];
  readonly directives: readonly BundledFile[];
  readonly catalog?: string;
}

/** What a liar or a blunderer does otherwise than an honest desk. */
export interface Twist {
  readonly signers?: Partial<Record<Role, readonly SigningKey[]>>;
  readonly expires?: Partial<Record<Role, number>>;
  readonly issued?: Partial<Record<Role, number>>;
  readonly version?: Partial<Record<Role, number>>;
  /** Changes the JSON after it was signed. */
  readonly edit?: Partial<Record<Role, (json: SignedJson) => unknown>>;
  /** What `directives` is given to sign. */
  readonly paths?: readonly string[];
  /** Texts of targets in place of the ones that follow from the content; null leaves one out. */
  readonly targets?: Readonly<Record<string, string | null>>;
}

/** Metadata as JSON. */
export interface SignedJson {
  signed: Record<string, unknown>;
  signatures: { keyid: string; sig: string }[];
}

const DAY = 86_400_000;
const HOLDS: Readonly<Record<Role, number>> = {
  root: 365 * DAY,
  timestamp: DAY,
  snapshot: 7 * DAY,
  targets: 90 * DAY,
  directives: 30 * DAY,
};

/** Makes a key pair. */
function makeKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = publicKey.export({ format: "jwk" });
  const hex = Buffer.from(jwk.x ?? "", "base64url").toString("hex");
  const keyID = createHash("sha256").update(hex).digest("hex");
  const key = new Key({ keyID, keyType: "ed25519", scheme: "ed25519", keyVal: { public: hex } });
  return { key, secret: privateKey };
}

/** IT's desk in the tests: keeps the keys and writes whole repositories into a map of files. */
export class Desk {
  readonly files = new Map<string, Buffer>();
  readonly keys: Record<Role, SigningKey[]> = {
    root: [makeKey(), makeKey(), makeKey()],
    timestamp: [makeKey()],
    snapshot: [makeKey()],
    targets: [makeKey(), makeKey(), makeKey()],
    directives: [makeKey()],
  };
  readonly thresholds: Record<Role, number> = {
    root: 2,
    timestamp: 1,
    snapshot: 1,
    targets: 2,
    directives: 1,
  };
  readonly versions: Record<Role, number> = {
    root: 0,
    timestamp: 0,
    snapshot: 0,
    targets: 0,
    directives: 0,
  };
  #policy = "";
  #directives = "";

  constructor() {
    this.root();
  }

  /** The root that endpoints are given. */
  get firstRoot(): string {
    return this.files.get("metadata/1.root.json")?.toString() ?? "";
  }

  /** Writes the next root, signed by the keys before as well where they changed. */
  root(twist: Twist = {}, before: readonly SigningKey[] = []): void {
    const version = twist.version?.root ?? this.versions.root + 1;
    this.versions.root = version;
    const root = new Root({ ...this.#head("root", version, twist), consistentSnapshot: true });
    for (const role of ["root", "timestamp", "snapshot", "targets"] as const) {
      for (const { key } of this.keys[role]) root.addKey(key, role);
      const entry = root.roles[role];
      if (entry) Object.assign(entry, { threshold: this.thresholds[role] });
    }
    const signers = twist.signers?.root ?? [...this.keys.root.slice(0, 2), ...before];
    this.#put(`metadata/${version}.root.json`, sealed("root", root, signers, twist));
  }

  /** Publishes a state: what changed gets a new version, the rest stays; snapshot and timestamp are always new. */
  publish(content: Content, twist: Twist = {}): void {
    const policy = JSON.stringify([content.releases, content.rings, content.catalog]);
    const directives = JSON.stringify(content.directives);
    const isTwisted = (role: Role): boolean =>
      Object.values(twist).some((by: object | undefined) => by !== undefined && role in by);
    if (directives !== this.#directives || isTwisted("directives") || twist.targets)
      this.#writeDirectives(content, twist);
    if (policy !== this.#policy || isTwisted("targets") || twist.targets || twist.paths)
      this.#writeTargets(content, twist);
    this.#policy = policy;
    this.#directives = directives;
    this.seal(twist);
  }

  /** Writes a new snapshot and timestamp over what there is; `named`: the roles that the snapshot names. */
  seal(twist: Twist = {}, named: readonly ("targets" | "directives")[] = ["targets", "directives"]): void {
    const snapshot = new Snapshot({
      ...this.#head("snapshot", this.#next("snapshot", twist), twist),
      meta: Object.fromEntries(named.map((role) => [`${role}.json`, this.#meta(role)])),
    });
    this.#write("snapshot", snapshot, twist);
    this.stamp(twist);
  }

  /** Writes a new timestamp. */
  stamp(twist: Twist = {}): void {
    const timestamp = new Timestamp({
      ...this.#head("timestamp", this.#next("timestamp", twist), twist),
      snapshotMeta: this.#meta("snapshot"),
    });
    this.#put(
      "metadata/timestamp.json",
      sealed("timestamp", timestamp, this.#signers("timestamp", twist), twist),
    );
  }

  #writeTargets(content: Content, twist: Twist): void {
    const texts: Record<string, string> = {
      "policy/releases.json": JSON.stringify({ lanyard: 1, rings: content.rings }),
      ...Object.fromEntries(
        Object.entries(content.releases).map(([release, files]) => [
          `policy/${release}.json`,
          JSON.stringify({ lanyard: 1, release, files }),
        ]),
      ),
      ...(content.catalog !== undefined && { "catalog/catalog.json": content.catalog }),
    };
    const targets = new Targets({
      ...this.#head("targets", this.#next("targets", twist), twist),
      targets: this.#targets(texts, twist),
    });
    this.#write("targets", this.#delegating(targets, twist), twist);
  }

  #writeDirectives({ directives }: Content, twist: Twist): void {
    const texts = { "directives/in-force.json": JSON.stringify({ lanyard: 1, files: directives }) };
    const targets = new Targets({
      ...this.#head("directives", this.#next("directives", twist), twist),
      targets: this.#targets(texts, twist),
    });
    this.#write("directives", targets, twist);
  }

  #delegating(targets: Targets, twist: Twist): Targets {
    const { keys, thresholds } = this;
    const ids = keys.directives.map(({ key }) => key.keyID);
    return Targets.fromJSON({
      ...targets.toJSON(),
      delegations: {
        keys: Object.fromEntries(keys.directives.map(({ key }) => [key.keyID, key.toJSON()])),
        roles: [
          {
            name: "directives",
            keyids: ids,
            threshold: thresholds.directives,
            terminating: true,
            paths: [...(twist.paths ?? ["directives/*"])],
          },
        ],
      },
    });
  }

  #targets(texts: Readonly<Record<string, string>>, twist: Twist): Record<string, TargetFile> {
    const all = Object.entries(texts).flatMap(([path, text]) => {
      const replaced = twist.targets?.[path];
      return replaced === null ? [] : [[path, replaced ?? text] as const];
    });
    return Object.fromEntries(
      all.map(([path, text]) => {
        const sha256 = createHash("sha256").update(text).digest("hex");
        const slash = path.lastIndexOf("/") + 1;
        this.#put(`targets/${path.slice(0, slash)}${sha256}.${path.slice(slash)}`, Buffer.from(text));
        const file = new TargetFile({ path, length: Buffer.byteLength(text), hashes: { sha256 } });
        return [path, file];
      }),
    );
  }

  #write(role: "snapshot" | "targets" | "directives", signed: Snapshot | Targets, twist: Twist): void {
    const bytes = sealed(role, signed, this.#signers(role, twist), twist);
    this.#put(`metadata/${this.versions[role]}.${role}.json`, bytes);
  }

  #next(role: Role, twist: Twist): number {
    this.versions[role] = twist.version?.[role] ?? this.versions[role] + 1;
    return this.versions[role];
  }

  #signers(role: Role, twist: Twist): readonly SigningKey[] {
    return twist.signers?.[role] ?? this.keys[role].slice(0, this.thresholds[role]);
  }

  #head(role: Role, version: number, twist: Twist) {
    const issued = twist.issued?.[role] ?? Date.now();
    return {
      specVersion: "1.0.31",
      version,
      expires: new Date(twist.expires?.[role] ?? issued + HOLDS[role]).toISOString(),
      unrecognizedFields: { [ISSUED]: new Date(issued).toISOString() },
    };
  }

  #meta(role: "snapshot" | "targets" | "directives"): MetaFile {
    const version = this.versions[role];
    const bytes = this.files.get(`metadata/${version}.${role}.json`) ?? Buffer.alloc(0);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return new MetaFile({ version, length: bytes.length, hashes: { sha256 } });
  }

  #put(path: string, bytes: Buffer): void {
    this.files.set(path, bytes);
  }
}

function sealed(
  role: Role,
  signed: Root | Timestamp | Snapshot | Targets,
  signers: readonly SigningKey[],
  twist: Twist,
): Buffer {
  const metadata = new Metadata(signed);
  for (const { key, secret } of signers)
    metadata.sign((bytes) => {
      const sig = sign(null, bytes, secret).toString("hex");
      return new Signature({ keyID: key.keyID, sig });
    });
  const json = metadata.toJSON() as unknown as SignedJson;
  const edit = twist.edit?.[role];
  return Buffer.from(JSON.stringify(edit ? edit(json) : json));
}
