import { ROLES } from "../../agent/distribution/repository/refusal.ts";
import type { SignedJson, SigningKey } from "../agent/distribution/desk.ts";
import type { Attack } from "./attack.ts";
import { changeOnlineKeys, HOUR, publishWrong, stolen, unroot } from "./thief.ts";

const dates: readonly Attack[] = [
  ...ROLES.map((role): Attack => ({
    name: `expired: ${role}`,
    record: `expired_${role}`,
    arrange: (stage) =>
      publishWrong(stage, {
        issued: { [role]: Date.now() - 2 * HOUR },
        expires: { [role]: Date.now() - HOUR },
      }),
    heal: ({ desk }) => void (role === "root" && desk.root()),
  })),
  {
    name: "freeze: the same timestamp is served on after its date",
    record: "expired_timestamp",
    arrange: async (stage) => {
      const end = Date.now() + 1_500;
      stage.desk.stamp({ expires: { timestamp: end } });
      await stage.victim.look();
      await new Promise((resolve) => setTimeout(resolve, end - Date.now() + 50));
    },
  },
];

const signatures: readonly Attack[] = [
  ...ROLES.map((role): Attack => ({
    name: `signature stripped: ${role}`,
    record: `unsigned_${role}`,
    arrange: (stage) => publishWrong(stage, { signers: { [role]: [] } }),
    heal: ({ desk }) => void (role === "root" && unroot(desk)),
  })),
  ...(["root", "targets"] as const).map((role): Attack => ({
    name: `threshold not met: ${role} by one of two`,
    record: `unsigned_${role}`,
    arrange: (stage) => publishWrong(stage, { signers: { [role]: stage.desk.keys[role].slice(0, 1) } }),
    heal: ({ desk }) => void (role === "root" && unroot(desk)),
  })),
  {
    name: "same key twice: one signature is listed twice",
    record: "unsigned_targets",
    arrange: (stage) =>
      publishWrong(stage, {
        signers: { targets: stage.desk.keys.targets.slice(0, 1) },
        edit: { targets: (json) => ({ ...json, signatures: [...json.signatures, ...json.signatures] }) },
      }),
  },
  {
    name: "same key twice: one key under two names in the root",
    record: "same_key",
    arrange: ({ desk, content }) => {
      const honest = desk.keys.targets;
      const [first] = honest;
      if (!first) throw new Error("The desk has no key.");
      desk.keys.targets = [first, aliasOf(first)];
      desk.root();
      desk.publish(content, { signers: { targets: desk.keys.targets } });
      desk.keys.targets = honest;
    },
    heal: ({ desk }) => desk.root(),
  },
  ...(
    [
      ["timestamp", "snapshot"],
      ["snapshot", "directives"],
      ["targets", "directives"],
      ["directives", "timestamp"],
      ["root", "targets"],
    ] as const
  ).map(([role, other]): Attack => ({
    name: `key of another role: ${role} signed by the keys of ${other}`,
    record: `unsigned_${role}`,
    arrange: (stage) => publishWrong(stage, { signers: { [role]: stage.desk.keys[other] } }),
    heal: ({ desk }) => void (role === "root" && unroot(desk)),
  })),
  {
    name: "changed after it was signed: a target's hash",
    record: "unsigned_targets",
    arrange: (stage) => publishWrong(stage, { edit: { targets: widened } }),
  },
];

function aliasOf({ key, secret }: SigningKey): SigningKey {
  const keyID = key.keyID.split("").toReversed().join("");
  return { key: Object.assign(Object.create(Object.getPrototypeOf(key)), key, { keyID }), secret };
}

function widened(json: SignedJson): SignedJson {
  const text = JSON.stringify(json).replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${"0".repeat(64)}"`);
  return JSON.parse(text) as SignedJson;
}

const thefts: readonly Attack[] = [
  {
    name: "fast-forward: stolen online keys sign version 2,000,000,000 (mended by new keys)",
    record: "rollback_timestamp",
    arrange: async (stage) => {
      const thief = stolen(stage);
      thief.seal({ version: { timestamp: 2_000_000_000, snapshot: 2_000_000_000 } });
      await stage.victim.look();
      stage.server.files = stage.desk.files;
      stage.desk.seal();
    },
    heal: changeOnlineKeys,
  },
  {
    name: "fast-forward: a stolen online key signs a moment of next month (mended by new keys)",
    record: "expired_timestamp",
    arrange: async (stage) => {
      const thief = stolen(stage);
      thief.stamp({ issued: { timestamp: Date.now() + 6 * 24 * HOUR } });
      await stage.victim.look();
      stage.server.files = stage.desk.files;
      stage.desk.versions.timestamp += 1;
      stage.desk.stamp();
    },
    heal: changeOnlineKeys,
  },
  {
    name: "fast-forward: a stolen online key signs a moment of the year 2099",
    record: "expired_root",
    arrange: (stage) => stolen(stage).stamp({ issued: { timestamp: Date.parse("2099-01-01") } }),
  },
  {
    name: "the on-call key serves no directives at all",
    record: "missing_directives",
    arrange: (stage) => publishWrong(stage, { targets: { "directives/in-force.json": null } }),
  },
];

/** Dates that are over, signatures that are not enough, and keys in the wrong hands. */
export const SIGNATURES: readonly Attack[] = [...dates, ...signatures, ...thefts];
