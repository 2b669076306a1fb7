import type { Role } from "../../agent/distribution/repository/refusal.ts";
import { Desk } from "../agent/distribution/desk.ts";
import type { Stage } from "./stage.ts";

export const HOUR = 3_600_000;

/** Serves the files of the desk, with one in the place of another. */
export function serveInstead({ desk, server }: Stage, path: string, bytes: Buffer): void {
  server.files = new Map([...desk.files, [path, bytes]]);
}

/** The path of the newest metadata of a role. */
export function pathOf(desk: Desk, role: Role): string {
  return role === "timestamp" ? "metadata/timestamp.json" : `metadata/${desk.versions[role]}.${role}.json`;
}

/** A file that must be there. */
export function bytesOf(files: ReadonlyMap<string, Buffer>, path: string): Buffer {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`The desk has no ${path}.`);
  return bytes;
}

/** The same content, published anew by the desk with one thing wrong. */
export function publishWrong(stage: Stage, twist: Parameters<Desk["publish"]>[1]): void {
  const { desk, content } = stage;
  if (twist && Object.values(twist).some((by) => "root" in by)) desk.root(twist);
  desk.publish(content, twist);
}

/** A desk with the same keys and versions, in the hands of a thief: what it publishes is not the honest one's. */
export function stolen({ desk, server }: Stage): Desk {
  const thief = new Desk();
  Object.assign(thief.keys, desk.keys);
  Object.assign(thief.versions, desk.versions);
  for (const [path, bytes] of desk.files) thief.files.set(path, bytes);
  server.files = thief.files;
  return thief;
}

/** After stolen keys were used: new keys for both online roles, in a root that the old root keys sign. */
export function changeOnlineKeys({ desk }: Stage): void {
  const fresh = new Desk();
  desk.keys.timestamp = fresh.keys.timestamp;
  desk.keys.snapshot = fresh.keys.snapshot;
  desk.root();
}

/** The false root was never any endpoint's: its number is free. */
export function unroot(desk: Desk): void {
  desk.files.delete(`metadata/${desk.versions.root}.root.json`);
  desk.versions.root -= 1;
}
