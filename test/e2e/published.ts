import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lanyard } from "./agent-process.ts";
import { serveFolder } from "./served-folder.ts";

/** The extension as IT publishes it: packed by `lanyard pack`, policies by `lanyard deploy`, served on loopback. */
export class Published {
  /** Where updates are said to be. */
  readonly #base: string;
  /** Where the files are served, on loopback. */
  readonly #served: string;
  readonly #folder: string;
  readonly #dir: string;
  readonly #key: readonly string[];

  private constructor(parts: {
    readonly base: string;
    readonly served: string;
    readonly folder: string;
    readonly dir: string;
    readonly key: readonly string[];
  }) {
    this.#base = parts.base;
    this.#served = parts.served;
    this.#folder = parts.folder;
    this.#dir = parts.dir;
    this.#key = parts.key;
  }

  /** The folder that is published, below a folder of the test. */
  static folderIn(folder: string): string {
    return join(folder, "updates");
  }

  /**
   * `keyPem`: null for Firefox. `base`: where updates are said to be, if that is elsewhere than on loopback, which
   * Firefox would not take.
   */
  static async open(options: {
    readonly folder: string;
    readonly dir: string;
    readonly keyPem: string | null;
    readonly base?: string;
    readonly signal: AbortSignal;
  }): Promise<Published> {
    const { folder, dir, keyPem, signal } = options;
    const updates = Published.folderIn(folder);
    await mkdir(updates, { recursive: true });
    const file = join(folder, "extension.pem");
    if (keyPem !== null) await writeFile(file, keyPem, { mode: 0o600 });
    const key = keyPem === null ? [] : ["--key", file];
    const { url: served } = await serveFolder(updates, signal);
    return new Published({ base: options.base ?? served, served, folder, dir, key });
  }

  /** Publishes the built extension under this version. */
  async publish(version: string): Promise<void> {
    const dir = join(this.#folder, "to-pack");
    await rm(dir, { recursive: true, force: true });
    await cp(this.#dir, dir, { recursive: true });
    const file = join(dir, "manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...manifest, version }));
    const words = ["pack", "--dir", dir, ...this.#key, "--out", Published.folderIn(this.#folder)];
    const { code, stderr } = await lanyard(...words, "--update-url-base", this.#base);
    if (code !== 0) throw new Error(`lanyard pack failed: ${stderr}`);
  }

  /** The policies that install it in this browser, as its own file has them. */
  async policies(browser: "chromium" | "firefox", id: string): Promise<Record<string, unknown>> {
    const words =
      browser === "firefox"
        ? ["firefox", "--format", "firefox-json", "--unsigned", "--update-url", `${this.#served}/lanyard.xpi`]
        : ["chromium", "--format", "linux-json", "--update-url", `${this.#served}/update.xml`];
    const { stdout } = await lanyard("deploy", ...words, "--extension-id", id);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    return browser === "firefox" ? (json["policies"] as Record<string, unknown>) : json;
  }
}
