import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";
import {
  CATALOG_TARGET,
  DIRECTIVES_TARGET,
  RELEASES_TARGET,
  releaseTarget,
} from "../../shared/schema/bundle.ts";
import {
  DirectiveBundle,
  PolicyBundle,
  Releases,
  type BundledFile,
  type Ring,
} from "../../shared/schema/bundle.ts";
import { PlatformError, systemCode, systemWords } from "../platform/fault.ts";
import { takeLock } from "../platform/lock.ts";
import { readText } from "../platform/read-text.ts";
import { jsonIn } from "../platform/json-text.ts";
import { syncFolder, writeDurably } from "./durable.ts";
import { PublishingError } from "./fault.ts";
import { filesInUse, metadataFile, targetFile, TIMESTAMP_FILE } from "./files.ts";
import {
  type Part,
  RootPart,
  Signatures,
  type Signed,
  SnapshotPart,
  TargetsPart,
  TimestampPart,
} from "./parts.ts";
import type { State } from "./state.ts";

/** Where new files are gathered; renamed as a whole, which is the one moment at which a change happens. */
const GATHERED = ".next";
const DECIDED = ".decided";

/** The repository in a folder of the desk: what goes out is copied from here. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** True once there is something in it. */
  async exists(): Promise<boolean> {
    await this.#goOn();
    return (await this.#text(TIMESTAMP_FILE)) !== null;
  }

  /** The newest metadata; throws `malformed` or `unreadable` with the file. */
  async state(): Promise<State> {
    await this.#goOn();
    const timestamp = await this.#part(TIMESTAMP_FILE, TimestampPart);
    const { version } = timestamp.signed.meta["snapshot.json"];
    const snapshot = await this.#part(metadataFile("snapshot", version), SnapshotPart);
    const { meta } = snapshot.signed;
    const file = (role: "targets" | "directives") => metadataFile(role, meta[`${role}.json`].version);
    return {
      root: await this.#part(metadataFile("root", await this.#newestRoot()), RootPart),
      targets: await this.#part(file("targets"), TargetsPart),
      directives: await this.#part(file("directives"), TargetsPart),
      snapshot,
      timestamp,
    };
  }

  /** The rings that are out, oldest first. */
  async rings({ targets }: State): Promise<readonly Ring[]> {
    return (await this.#target(targets.signed, RELEASES_TARGET, Releases)).rings;
  }

  /** The files of a release that is out. */
  async release({ targets }: State, release: string): Promise<readonly BundledFile[]> {
    return (await this.#target(targets.signed, releaseTarget(release), PolicyBundle)).files;
  }

  /** The files of the directives in force. */
  async directives({ directives }: State): Promise<readonly BundledFile[]> {
    return (await this.#target(directives.signed, DIRECTIVES_TARGET, DirectiveBundle)).files;
  }

  /** The edition of the catalog that is out; null: none. */
  async catalog({ targets }: State): Promise<string | null> {
    const hash = targets.signed.targets[CATALOG_TARGET]?.hashes.sha256;
    return hash === undefined ? null : await this.#text(targetFile(CATALOG_TARGET, hash));
  }

  /** True where a release of that name ever was in this repository. */
  async hasRelease(release: string): Promise<boolean> {
    const names = await readdir(join(this.folder, "targets/policy")).catch(() => []);
    return names.some((name) => name.slice(65) === `${release}.json`);
  }

  /** The files that an endpoint needs, in the order in which they may go out. */
  async inUse(): Promise<readonly string[]> {
    return filesInUse(await this.state());
  }

  /**
   * Does something while no other command changes the repository: a timer that refreshes it waits for a directive, and
   * a directive for the timer. What is done reads the state anew. Throws `refused` where another one does not end.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(".lock", work);
  }

  /**
   * The same for sending files out: an older timestamp that arrives after a newer one would take a directive back until
   * the next. Changing goes on meanwhile.
   */
  sendingAlone<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(".sending", work);
  }

  async #alone<T>(file: string, work: () => Promise<T>): Promise<T> {
    await mkdir(this.folder, { recursive: true });
    const release = await lockOf(join(this.folder, file));
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Puts files into the repository, all of them or, where that is cut short, none. */
  async commit(files: ReadonlyMap<string, string>): Promise<void> {
    await this.#goOn();
    const gathered = join(this.folder, GATHERED);
    await rm(gathered, { recursive: true, force: true });
    try {
      for (const [file, text] of files) await writeDurably(join(gathered, file), text);
      await rename(gathered, join(this.folder, DECIDED));
      await syncFolder(this.folder);
    } catch (error) {
      throw new PublishingError(
        "unreadable",
        `The repository ${this.folder} cannot be written: ${systemWords(error)}. Nothing was changed.`,
        error,
      );
    }
    await this.#goOn();
  }

  /** Finishes a change that was decided before a crash; the timestamp comes last. */
  async #goOn(): Promise<void> {
    const decided = join(this.folder, DECIDED);
    const found = await readdir(decided, { recursive: true, withFileTypes: true }).catch(() => null);
    if (found === null) return;
    const files = found
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(decided.length + 1))
      .toSorted((a, b) => Number(a === TIMESTAMP_FILE) - Number(b === TIMESTAMP_FILE));
    for (const file of files) {
      await mkdir(dirname(join(this.folder, file)), { recursive: true });
      await rename(join(decided, file), join(this.folder, file));
      await syncFolder(dirname(join(this.folder, file)));
    }
    await rm(decided, { recursive: true });
  }

  async #newestRoot(): Promise<number> {
    const names = await readdir(join(this.folder, "metadata")).catch(() => []);
    return Math.max(0, ...names.flatMap((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0)));
  }

  async #target<T>(part: TargetsPart, target: string, schema: z.ZodMiniType<T>): Promise<T> {
    const hash = part.targets[target]?.hashes.sha256;
    if (hash === undefined)
      throw new PublishingError("malformed", `The repository ${this.folder} has no target ${target}.`);
    return await this.#read(targetFile(target, hash), schema);
  }

  async #part<P extends Part>(file: string, schema: z.ZodMiniType<P>): Promise<Signed<P>> {
    return await this.#read(file, z.strictObject({ signed: schema, signatures: Signatures }));
  }

  async #read<T>(file: string, schema: z.ZodMiniType<T>): Promise<T> {
    const text = await this.#text(file);
    const path = join(this.folder, file);
    if (text === null)
      throw new PublishingError("unreadable", `${path} is not there. Fetch it from where it is published.`);
    const parsed = schema.safeParse(jsonIn(text));
    if (parsed.success) return parsed.data;
    throw new PublishingError("malformed", `${path} is damaged. Fetch it from where it is published.`);
  }

  async #text(file: string): Promise<string | null> {
    try {
      return await readText(join(this.folder, file));
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (systemCode(error.cause) === "ENOENT") return null;
      throw new PublishingError("unreadable", error.message, error);
    }
  }
}

/** Signing takes seconds, and a person is asked before; a slow line may take minutes to send. */
const LOCK_LIMIT = 300_000;

async function lockOf(file: string): Promise<() => void> {
  const until = performance.now() + LOCK_LIMIT;
  for (;;) {
    const release = takeLock(file);
    if (release) return release;
    if (performance.now() > until)
      throw new PublishingError(
        "refused",
        "Another lanyard command is changing this repository and does not end. End it, and try again.",
      );
    await setTimeout(50);
  }
}
