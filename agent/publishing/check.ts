import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { Updater } from "tuf-js";
import {
  CATALOG_TARGET,
  DirectiveBundle,
  DIRECTIVES_TARGET,
  PolicyBundle,
  Releases,
  RELEASES_TARGET,
  releaseTarget,
  type BundledFile,
} from "../../shared/schema/bundle.ts";
import { RootPart, Signatures, SnapshotPart, TargetsPart, TimestampPart } from "./parts.ts";
import type { State } from "./state.ts";

/** Milliseconds for one file; a repository that is slower than this is one that endpoints do not reach. */
const FETCH_LIMIT = 30_000;

/** What a client got out of a repository. */
export interface Fetched {
  readonly state: State;
  readonly rings: Releases["rings"];
  /** Files of each release that is out. */
  readonly releases: ReadonlyMap<string, readonly BundledFile[]>;
  readonly directives: readonly BundledFile[];
  /** The edition of the catalog that is out; null: none. */
  readonly catalog: string | null;
}

/** What a client got, or the first thing that it refused, in a sentence. */
export type Fetching =
  | { readonly ok: true; readonly value: Fetched }
  | { readonly ok: false; readonly problem: string };

/**
 * Goes through a repository as an endpoint would that has `root` alone: every signature, version, date, length and hash.
 * `url` ends in a slash. Never throws for what is in the repository.
 */
export async function fetchAll(root: string, url: string): Promise<Fetching> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-check-"));
  try {
    await writeFile(join(folder, "root.json"), root);
    return { ok: true, value: await fetched(folder, url) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetched(folder: string, url: string): Promise<Fetched> {
  const updater = new Updater({
    metadataDir: folder,
    targetDir: folder,
    metadataBaseUrl: `${url}metadata`,
    targetBaseUrl: `${url}targets`,
    config: { fetchRetries: 0, fetchTimeout: FETCH_LIMIT },
  });
  await updater.refresh();
  const { rings } = await targetIn(updater, RELEASES_TARGET, Releases);
  const releases = new Map<string, readonly BundledFile[]>();
  for (const { release } of rings)
    releases.set(release, (await targetIn(updater, releaseTarget(release), PolicyBundle)).files);
  const { files: directives } = await targetIn(updater, DIRECTIVES_TARGET, DirectiveBundle);
  const catalog = await textIn(updater, CATALOG_TARGET);
  return { state: await stateIn(folder), rings, releases, directives, catalog };
}

async function textIn(updater: Updater, name: string): Promise<string | null> {
  const target = await updater.getTargetInfo(name);
  return target ? await readFile(await updater.downloadTarget(target), "utf8") : null;
}

async function targetIn<T>(updater: Updater, name: string, schema: z.ZodMiniType<T>): Promise<T> {
  const text = await textIn(updater, name);
  if (text === null) throw new Error(`there is no target ${name}`);
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`the target ${name} is not what belongs there`);
}

/** The metadata that the client has accepted, by the schemas of this folder, which ask for more. */
async function stateIn(folder: string): Promise<State> {
  const part = async <T>(
    role: string,
    signed: z.ZodMiniType<T>,
  ): Promise<{ signed: T; signatures: Signatures }> => {
    const schema = z.strictObject({ signed, signatures: Signatures });
    const parsed = schema.safeParse(JSON.parse(await readFile(join(folder, `${role}.json`), "utf8")));
    if (parsed.success) return parsed.data;
    const at = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
    throw new Error(`${role}.json has no good ${at}`);
  };
  return {
    root: await part("root", RootPart),
    targets: await part("targets", TargetsPart),
    directives: await part("directives", TargetsPart),
    snapshot: await part("snapshot", SnapshotPart),
    timestamp: await part("timestamp", TimestampPart),
  };
}

function problemOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `An endpoint refuses what is there: ${words.replace(/^.*error Error: /, "")}${cause}.`;
}
