import { PlatformError } from "../../platform/fault.ts";
import { readRoot } from "../repository/metadata.ts";
import { digestOf, type Floor } from "./floor.ts";

/** Throws a `PlatformError` unless the text is a root that its own keys signed; `file` names it. */
export function verifyPinned(text: string, file: string): void {
  try {
    const root = readRoot(text);
    root.verifyDelegate("root", root);
  } catch (error) {
    throw new PlatformError(
      "unreadable",
      `${file} is no root of a repository. Use the root.json that IT gave you.`,
      error,
    );
  }
}

/**
 * Whether a floor goes on from the root that the configuration names: it came from it, or its own root accepts it as a
 * later one, as when a package brings a newer root than this endpoint has seen. Anything else is another repository.
 */
export function goesOnFrom(pinned: string, floor: Floor): boolean {
  if (floor.roots.includes(digestOf(pinned))) return true;
  try {
    const root = readRoot(pinned);
    const held = readRoot(floor.metadata.root);
    held.verifyDelegate("root", root);
    return root.signed.version > held.signed.version;
  } catch {
    return false;
  }
}
