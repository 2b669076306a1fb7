import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";
import { LIMITS, PATIENCE } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { WebClient } from "./web-client.ts";

/** What the library fetches by: our limits besides its own, and it remembers what was looked at last and why not. */
export class RepositoryFetcher implements Fetcher {
  /** The file that was asked for last, without its folder. */
  file = "";
  /** Why the last file could not be had; the library puts it into words that have no code. */
  failure: Refusal | null = null;
  /** The roots that came, by their file's name. */
  readonly roots = new Map<string, Buffer>();
  readonly #client: WebClient;
  readonly #folder: string;
  readonly #known: ReadonlyMap<string, Buffer>;

  /** `folder`: private and temporary; `known`: files that are there already, by their addresses. */
  constructor(client: WebClient, folder: string, known: ReadonlyMap<string, Buffer>) {
    this.#client = client;
    this.#folder = folder;
    this.#known = known;
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const bytes =
      this.#known.get(url) ?? (await this.#get(url, Math.min(maxLength, LIMITS.targets), PATIENCE.metadata));
    this.file = nameOf(url);
    if (this.file.endsWith(".root.json")) this.roots.set(this.file, bytes);
    return bytes;
  }

  async downloadFile<T>(url: string, maxLength: number, handler: (file: string) => Promise<T>): Promise<T> {
    const file = join(this.#folder, "download");
    await writeFile(file, await this.#get(url, maxLength, PATIENCE.target));
    return await handler(file);
  }

  async #get(url: string, limit: number, within: number): Promise<Buffer> {
    this.file = nameOf(url);
    this.failure = null;
    const { status, body } = await this.#client.ask({ url, limit, within }).catch((error: unknown) => {
      throw this.#failed(error);
    });
    if (status === 200) return body;
    // The library asks for the next root until there is none, and knows that by this error alone.
    if (status === 404 || status === 403) {
      if (!this.file.endsWith(".root.json"))
        this.#failed(new Refusal("server_error", `${url} is not there (${status}).`));
      throw new DownloadHTTPError(`${url} is not there`, status);
    }
    throw this.#failed(new Refusal("server_error", `${url} was answered with ${status}.`));
  }

  #failed(error: unknown): unknown {
    if (error instanceof Refusal) this.failure = error;
    return error;
  }
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
