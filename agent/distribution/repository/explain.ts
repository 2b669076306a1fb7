import { Refusal, ROLES, type RefusalCode, type Role } from "./refusal.ts";

/**
 * What the library says when it does not accept metadata. It has no codes, so its sentences are read; what is not
 * among them is `malformed`. A test holds each of them against the library itself.
 */
const SAYINGS: readonly {
  readonly says: RegExp;
  readonly fault: "expired" | "rollback" | "skipped" | "mismatch" | "unsigned" | "missing" | "malformed";
  /** Which of the groups names the role, where one does. */
  readonly role?: number;
  readonly sentence: (match: RegExpMatchArray) => string;
}[] = [
  {
    says: /(?:Final )?(\w+)\.json is expired/,
    fault: "expired",
    role: 1,
    sentence: () => "has expired. Sign it anew, or set this machine's clock right.",
  },
  {
    says: /New (timestamp|snapshot) version (\d+) is less than current version (\d+)/,
    fault: "rollback",
    role: 1,
    sentence: ([, , served, known]) => `is version ${served}, and version ${known} was seen before.`,
  },
  {
    says: /New version (\d+) of (\w+)\.json is less than current version (\d+)/,
    fault: "rollback",
    role: 2,
    sentence: ([, served, , known]) =>
      `is version ${served} in the snapshot, and version ${known} was seen before.`,
  },
  {
    says: /Missing (?:file )?(\w+)\.json in/,
    fault: "missing",
    role: 1,
    sentence: () => "is not named by the snapshot.",
  },
  {
    says: /Snapshot version doesn't match timestamp/,
    fault: "mismatch",
    sentence: () => "is not the version that timestamp.json names.",
  },
  {
    says: /Version (\d+) of (\w+) does not match snapshot version (\d+)/,
    fault: "mismatch",
    role: 2,
    sentence: ([, served, , named]) => `is version ${served}, and snapshot.json names ${named}.`,
  },
  {
    says: /(\w+) was signed by (\d+)\/(\d+) keys/,
    fault: "unsigned",
    role: 1,
    sentence: ([, , signed, needed]) => `has ${signed} of the ${needed} signatures that it needs.`,
  },
  {
    says: /multiple signatures found for keyid/,
    fault: "unsigned",
    sentence: () => "names the signature of one key twice.",
  },
  {
    says: /Expected (length|hash)/,
    fault: "mismatch",
    sentence: ([, what]) => `has not the ${what} that the role above it signed.`,
  },
  {
    says: /delegation(?:s)? found for (\w+)/i,
    fault: "missing",
    role: 1,
    sentence: () => "is no role that the role above it gives keys to.",
  },
];

/** Makes a refusal of what the library threw while it looked at a file, such as `7.snapshot.json`. */
export function explain(error: unknown, file: string): Refusal {
  if (error instanceof Refusal) return error;
  const text = error instanceof Error ? error.message : "unknown";
  const asked = roleOf(/^(?:\d+\.)?(\w+)\.json$/.exec(file)?.[1]) ?? "root";
  const order = /Expected version (\d+), got (\d+)/.exec(text);
  if (order) return outOfOrder(file, Number(order[1]), Number(order[2]), error);
  for (const { says, fault, role, sentence } of SAYINGS) {
    const match = text.match(says);
    if (!match) continue;
    const about = (role === undefined ? null : roleOf(match[role])) ?? asked;
    const code: RefusalCode = `${fault}_${about}`;
    const name = about === asked ? file : `${about}.json`;
    return new Refusal(code, `${name} ${sentence(match)}`, error);
  }
  return new Refusal(`malformed_${asked}`, `${file} is no metadata of TUF: ${text.slice(0, 200)}.`, error);
}

function outOfOrder(file: string, expected: number, got: number, cause: unknown): Refusal {
  const code = got < expected ? "rollback_root" : "skipped_root";
  return new Refusal(code, `${file} is version ${got}, and version ${expected} is due.`, cause);
}

function roleOf(name: string | undefined): Role | null {
  return ROLES.find((role) => role === name) ?? null;
}
