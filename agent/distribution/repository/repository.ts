import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TargetFile } from "@tufjs/models";
import { Updater } from "tuf-js";
import { explain } from "./explain.ts";
import { RepositoryFetcher } from "./fetcher.ts";
import { LIMITS, PATIENCE, ROOT_ROTATIONS } from "./limits.ts";
import { readRoles, refuseLoose, refuseStrange, type MetadataTexts, type Roles } from "./metadata.ts";
import { Refusal, ROLES } from "./refusal.ts";
import type { Answer, WebClient } from "./web-client.ts";
import { DIRECTIVES_TARGET } from "../../../shared/schema/bundle.ts";

/** What was verified before; a root at least. */
export type HeldMetadata = Partial<MetadataTexts> & Pick<MetadataTexts, "root">;

/** Metadata of which every signature, version, date (by the system's clock) and hash was verified. */
export interface Verified {
  readonly texts: MetadataTexts;
  readonly roles: Roles;
  /** Every root that came on the way to the one in `texts`. */
  readonly roots: readonly Buffer[];
  /** Fetches a file that a role signed and verifies it; throws a `Refusal`. */
  readonly take: (target: TargetFile, limit: number) => Promise<string>;
}

/** A repository of signed policy, of which nothing is believed that is not signed. */
export class Repository {
  readonly #url: string;
  readonly #client: WebClient;
  readonly #folder: string;

  /** `folder`: where private temporary folders may be made. */
  constructor(url: string, client: WebClient, folder: string) {
    this.#url = url;
    this.#client = client;
    this.#folder = folder;
  }

  /** Asks for the timestamp; status 304 where it is still the one of this tag. Throws a `Refusal`. */
  async timestamp(tag: string | null): Promise<Answer> {
    const answer = await this.#client.ask({
      url: this.#timestampUrl(),
      headers: { "cache-control": "no-cache", ...(tag !== null && { "if-none-match": tag }) },
      limit: LIMITS.timestamp,
      within: PATIENCE.metadata,
    });
    if (answer.status === 200 || (answer.status === 304 && tag !== null)) return answer;
    throw new ServerRefusal(`${this.#timestampUrl()} was answered with ${answer.status}.`, answer);
  }

  /** Verifies everything by the TUF workflow, from what is held up; then `use` may take targets. Throws a `Refusal`. */
  async update<T>(
    held: HeldMetadata,
    timestamp: Buffer,
    use: (verified: Verified) => Promise<T>,
  ): Promise<T> {
    const folder = await mkdtemp(join(this.#folder, "update-"));
    try {
      return await use(await this.#verify(held, timestamp, folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #verify(held: HeldMetadata, timestamp: Buffer, folder: string): Promise<Verified> {
    for (const role of ROLES) {
      const text = held[role];
      if (text !== undefined) await writeFile(join(folder, `${role}.json`), text);
    }
    const known = new Map([[this.#timestampUrl(), timestamp]]);
    const fetcher = new RepositoryFetcher(this.#client, folder, known);
    try {
      const updater = this.#updater(folder, fetcher);
      await updater.refresh();
      await updater.getTargetInfo(DIRECTIVES_TARGET);
      const texts = await readTexts(folder);
      const roles = readRoles(texts);
      refuseStrange(roles);
      refuseLoose(roles);
      const take = (target: TargetFile, limit: number): Promise<string> =>
        takeTarget(updater, fetcher, folder, target, limit);
      return { texts, roles, roots: [...fetcher.roots.values()], take };
    } catch (error) {
      throw fetcher.failure ?? explain(error, fetcher.file);
    }
  }

  #updater(folder: string, fetcher: RepositoryFetcher): Updater {
    return new Updater({
      metadataDir: folder,
      metadataBaseUrl: `${this.#url}metadata`,
      targetDir: folder,
      targetBaseUrl: `${this.#url}targets`,
      fetcher,
      config: {
        maxRootRotations: ROOT_ROTATIONS,
        maxDelegations: 4,
        rootMaxLength: LIMITS.root,
        timestampMaxLength: LIMITS.timestamp,
        snapshotMaxLength: LIMITS.snapshot,
        targetsMaxLength: LIMITS.targets,
      },
    });
  }

  #timestampUrl(): string {
    return `${this.#url}metadata/timestamp.json`;
  }
}

/** A refusal that keeps what the server said about when to come again. */
export class ServerRefusal extends Refusal {
  readonly answer: Answer;

  constructor(message: string, answer: Answer) {
    super("server_error", message);
    this.answer = answer;
  }
}

async function readTexts(folder: string): Promise<MetadataTexts> {
  const texts = await Promise.all(
    ROLES.map(async (role) => {
      const text = await readFile(join(folder, `${role}.json`), "utf8").catch(() => null);
      if (text === null) throw new Refusal(`missing_${role}`, `${role}.json is delegated to by no role.`);
      return [role, text] as const;
    }),
  );
  return Object.fromEntries(texts) as unknown as MetadataTexts;
}

async function takeTarget(
  updater: Updater,
  fetcher: RepositoryFetcher,
  folder: string,
  target: TargetFile,
  limit: number,
): Promise<string> {
  if (target.length > limit)
    throw new Refusal("too_large", `${target.path} has ${target.length} bytes; at most ${limit} are read.`);
  try {
    const file = await updater.downloadTarget(target, join(folder, "target"));
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw fetcher.failure ?? new Refusal(...swapped(target), error);
  }
}

function swapped({
  path,
}: TargetFile): ["swapped_catalog" | "swapped_directives" | "swapped_releases" | "swapped_policy", string] {
  const what = path.startsWith("catalog/")
    ? "catalog"
    : path.startsWith("directives/")
      ? "directives"
      : path === "policy/releases.json"
        ? "releases"
        : "policy";
  return [`swapped_${what}`, `${path} is not the file that was signed: its length or hash is another.`];
}
