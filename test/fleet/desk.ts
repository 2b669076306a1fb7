import { copyFile, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lanyard } from "../e2e/agent-process.ts";

/** Whose policy and people a desk publishes, where endpoints fetch it, and what tells them to. */
export interface DeskOptions {
  /** Is made; must not be there. */
  readonly folder: string;
  /** Holds `policy`, `people.yaml`, and what the tests of the policy name besides. */
  readonly sample: string;
  readonly url: string;
  /** The folder that the web server serves. */
  readonly site: string;
  readonly nudge: { readonly url: string; readonly ca: string } | null;
}

/** The topic under which a desk's broker tells endpoints to look. */
export const TOPIC = "lanyard/example";

/** IT's desk: every step is a command of `lanyard`, as IT types it. */
export class Desk {
  readonly folder: string;
  readonly #passphrase: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#passphrase = `${folder}.passphrase`;
  }

  /** Sets a desk up by `lanyard init` and gives it the sample's policy, which is not published yet. */
  static async open({ folder, sample, url, site, nudge }: DeskOptions): Promise<Desk> {
    const desk = new Desk(folder);
    await writeFile(desk.#passphrase, "a passphrase for tests alone\n", { mode: 0o600 });
    const place = ["--organization", "Example", "--url", url, "--signers", "1", "--threshold", "1"];
    await desk.#run("init", folder, ...place);
    await rm(join(folder, "policy"), { recursive: true });
    await cp(sample, folder, { recursive: true });
    await desk.#settle(site, nudge);
    return desk;
  }

  /** The root that endpoints begin with. */
  get root(): string {
    return join(this.folder, "root.json");
  }

  /** Puts a file into the policy folder. */
  async add(file: string, name: string): Promise<void> {
    await copyFile(file, join(this.folder, "policy", name));
  }

  /** Publishes the policy, and gives the moment at which the command returned, in milliseconds since 1970. */
  async publish(): Promise<number> {
    return this.#timed("policy", "publish", "--yes");
  }

  async issue(...words: readonly string[]): Promise<number> {
    return this.#timed("directive", "issue", ...words);
  }

  async withdraw(id: string): Promise<number> {
    return this.#timed("directive", "withdraw", id);
  }

  async #timed(...words: readonly string[]): Promise<number> {
    await this.#run(...words, "--desk", this.folder);
    return Date.now();
  }

  async #run(...words: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await lanyard(...words, "--passphrase-file", this.#passphrase);
    if (code !== 0)
      throw new Error(`lanyard ${words.join(" ")} ended with ${code}: ${stderr}${stdout}`.slice(0, 4_000));
  }

  async #settle(site: string, nudge: DeskOptions["nudge"]): Promise<void> {
    const file = join(this.folder, "publisher.yaml");
    const before = await readFile(file, "utf8");
    const told = nudge === null ? "" : `nudge: { url: ${nudge.url}, topic: ${TOPIC}, ca: ${nudge.ca} }\n`;
    await writeFile(file, before.replace("- folder: site", `- folder: ${site}`) + told);
  }
}
