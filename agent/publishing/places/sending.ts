import { resolve } from "node:path";
import { PublishingError } from "../fault.ts";
import { PlatformError } from "../../platform/fault.ts";
import { TIMESTAMP_FILE } from "../files.ts";
import type { PlaceEntry } from "../publisher-file.ts";
import { commandPlace } from "./command-place.ts";
import { folderPlace } from "./folder-place.ts";
import type { Place } from "./place.ts";
import { rsyncPlace } from "./rsync-place.ts";
import { s3Credentials } from "./s3-credentials.ts";
import { s3Place } from "./s3-place.ts";

/** What became of one place. */
export interface Sent {
  /** The place in words. */
  readonly place: string;
  /** Files that are there, of those that it should have. */
  readonly there: number;
  readonly of: number;
  /** True where the timestamp is there: endpoints see the new state. */
  readonly out: boolean;
  /** Why not everything is there, in a sentence; null where it is. */
  readonly problem: string | null;
}

/** The places of publisher.yaml; relative paths are relative to `desk`. Throws `key` where a store's credentials are not there. */
export async function placeOf(
  entry: PlaceEntry,
  desk: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Place> {
  if ("folder" in entry) return folderPlace(resolve(desk, entry.folder));
  if ("rsync" in entry) return rsyncPlace(rsyncTarget(entry.rsync, desk), entry.ssh ?? null);
  if ("command" in entry) return commandPlace(fromDesk(entry.command, desk));
  const { credentials } = entry.s3;
  const file = credentials === undefined ? null : resolve(desk, credentials);
  return s3Place(entry.s3, await s3Credentials(file, environment));
}

/** Sends files of the repository to a place; never throws: what is out elsewhere is out, and the next try goes on. */
export async function sendTo(
  place: Place,
  folder: string,
  files: readonly string[],
  onProgress: (done: number, of: number) => void,
): Promise<Sent> {
  const there = new Set<string>();
  const onFile = (file: string): void => {
    there.add(file);
    onProgress(there.size, files.length);
  };
  let problem: string | null = null;
  try {
    await place.send({ folder, files, onFile });
  } catch (error) {
    if (!(error instanceof PublishingError || error instanceof PlatformError)) throw error;
    problem = error.message;
  }
  return { place: place.words, there: there.size, of: files.length, out: there.has(TIMESTAMP_FILE), problem };
}

/** A local path is relative to the desk; `host:path` and `rsync://` are not. */
function rsyncTarget(target: string, desk: string): string {
  return /^[^/]*:/.test(target) ? target : resolve(desk, target);
}

/** A program by a relative path is one of the desk. */
function fromDesk([program = "", ...args]: readonly string[], desk: string): readonly string[] {
  return [program.includes("/") ? resolve(desk, program) : program, ...args];
}
