import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { joinedFiles } from "../content/bundles.ts";
import type { PolicyReading } from "../policy-source.ts";
import { revisionOf } from "../signed-policy.ts";
import { decodeFloor, type Floor } from "./floor.ts";
import { COPIES } from "./floor-store.ts";

/** The signed policy that an endpoint goes by, from what it keeps: for whoever only looks. Writes nothing, asks nobody. */
export function keptPolicy(folder: string): PolicyReading {
  const [newest] = COPIES.map((name) => copyAt(join(folder, name)))
    .filter((floor) => floor !== null)
    .toSorted((one, other) => other.sequence - one.sequence);
  const inForce = newest?.inForce ?? null;
  if (inForce === null) return { ok: false, problem: "No signed policy is in force on this endpoint yet." };
  const files = joinedFiles(inForce.policy.files, inForce.directives.files);
  return { ok: true, files, revision: revisionOf(inForce) };
}

function copyAt(file: string): Floor | null {
  try {
    return existsSync(file) ? decodeFloor(readFileSync(file, "utf8")) : null;
  } catch {
    return null; // it is being written, or not ours to read: the other copy counts
  }
}
