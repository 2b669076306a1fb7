import { basename, dirname } from "node:path/posix";
import { targetOf } from "./compose.ts";
import { fileText } from "./signing.ts";
import type { State } from "./state.ts";

/** The one file that changes under its name. */
export const TIMESTAMP_FILE = "metadata/timestamp.json";

/** Where the text of a target lies. */
export function targetFile(target: string, sha256: string): string {
  return `targets/${dirname(target)}/${sha256}.${basename(target)}`;
}

/** Where one version of a role lies. */
export function metadataFile(role: string, version: number): string {
  return role === "timestamp" ? TIMESTAMP_FILE : `metadata/${version}.${role}.json`;
}

/** Every file of a state by its path, in the order in which they may go out: the timestamp last. */
export function filesOf(state: State, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const targets = [...texts].map(
    ([target, text]) => [targetFile(target, targetOf(text).hashes.sha256), text] as const,
  );
  const roles = ["directives", "targets", "snapshot", "root", "timestamp"] as const;
  const metadata = roles.map(
    (role) => [metadataFile(role, state[role].signed.version), fileText(state[role])] as const,
  );
  return new Map([...targets, ...metadata]);
}

/** What an endpoint needs to reach a state, in the order in which it may go out; every root, since one leads to the next. */
export function filesInUse({ root, targets, directives, snapshot }: State): readonly string[] {
  const texts = [targets, directives].flatMap(({ signed }) =>
    Object.entries(signed.targets).map(([name, { hashes }]) => targetFile(name, hashes.sha256)),
  );
  const roots = Array.from({ length: root.signed.version }, (_, index) => metadataFile("root", index + 1));
  return [
    ...texts,
    metadataFile("directives", directives.signed.version),
    metadataFile("targets", targets.signed.version),
    metadataFile("snapshot", snapshot.signed.version),
    ...roots,
    TIMESTAMP_FILE,
  ];
}
