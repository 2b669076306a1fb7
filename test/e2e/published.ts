import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lanyard } from "./agent-process.ts";
import { serveFolder } from "./served-folder.ts";

/** The extension as IT publishes it: packed by `lanyard pack`, policies by `lanyard deploy`, served on loopback. */
export class Published {
  readonly base: string;
  readonly #folder: string;
  readonly #dir: string;
  readonly #key: readonly string[];

  private constructor(base: string, folder: string, dir: string, key: readonly string[]) {
    this.base = base;
    this.#folder = folder;
    this.#dir = dir;
    this.#key = key;
  }

  /** `keyPem`: null for Firefox. */
  static async open(options: {
    readonly folder: string;
    readonly dir: string;
    readonly keyPem: string | null;
    readonly signal: AbortSignal;
  }): Promise<Published> {
    const { folder, dir, keyPem, signal } = options;
    const served = join(folder, "updates");
    await mkdir(served, { recursive: true });
    const file = join(folder, "extension.pem");
    if (keyPem !== null) await writeFile(file, keyPem, { mode: 0o600 });
    const key = keyPem === null ? [] : ["--key", file];
    return new Published(await serveFolder(served, signal), folder, dir, key);
  }

  /** Publishes the built extension under this version. */
  async publish(version: string): Promise<void> {
    const dir = join(this.#folder, "to-pack");
    await rm(dir, { recursive: true, force: true });
    await cp(this.#dir, dir, { recursive: true });
    const file = join(dir, "manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...manifest, version }));
    const words = ["pack", "--dir", dir, ...this.#key, "--out", join(this.#folder, "updates")];
    const { code, stderr } = await lanyard(...words, "--update-url-base", this.base);
    if (code !== 0) throw new Error(`lanyard pack failed: ${stderr}`);
  }

  /** The policies that install it in this browser, as its own file has them. */
  async policies(browser: "chromium" | "firefox", id: string): Promise<Record<string, unknown>> {
    const words =
      browser === "firefox"
        ? ["firefox", "--format", "firefox-json", "--unsigned", "--update-url", `${this.base}/lanyard.xpi`]
        : ["chromium", "--format", "linux-json", "--update-url", `${this.base}/update.xml`];
    const { stdout } = await lanyard("deploy", ...words, "--extension-id", id);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    return browser === "firefox" ? (json["policies"] as Record<string, unknown>) : json;
  }
}
