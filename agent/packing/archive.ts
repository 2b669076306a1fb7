import { type Zippable, zipSync } from "fflate";

/** Files of an extension by their path below its folder, with `/` between folders. */
export type ExtensionFiles = ReadonlyMap<string, Uint8Array>;

/**
 * A zip of the files, in the order of their names and all from the first day that zip knows: the same files give the same
 * bytes, whoever packs them, when and where. The date is a local one, since zip has no zones.
 */
export function zipOf(files: ExtensionFiles): Uint8Array {
  const names = [...files.keys()].toSorted();
  const entries: Zippable = Object.fromEntries(
    names.map((name) => [name, files.get(name) ?? new Uint8Array()]),
  );
  return zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1) });
}
