import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Ran, run } from "../browser/run.ts";

/** The folders of the machine that a package writes to. */
const FOLDERS = ["etc", "usr", "var"] as const;

/**
 * This machine, as it is, with a layer over it that takes every change: what is installed here is real, and nobody else
 * sees it. Needs root. It ends, layer and all, with `close`.
 */
export class LayeredSystem {
  readonly #folder: string;
  readonly #keeper: ChildProcess;

  private constructor(folder: string, keeper: ChildProcess) {
    this.#folder = folder;
    this.#keeper = keeper;
  }

  /** `folder`: an empty one, outside of those that are layered. */
  static async open(folder: string): Promise<LayeredSystem> {
    await mkdir(folder, { recursive: true });
    const keeper = spawn("unshare", ["-m", "sh", "-c", LAYERS, "layers", folder, ...FOLDERS], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await Promise.race([
      once(keeper.stdout, "data"),
      once(keeper, "exit").then(() => Promise.reject(new Error("No layer can be laid over the system."))),
    ]);
    return new LayeredSystem(folder, keeper);
  }

  /** Words before a command that have it run here. */
  get entrance(): readonly string[] {
    return ["nsenter", "-t", String(this.#keeper.pid), "-m", "--"];
  }

  async run(command: string, ...parameters: readonly string[]): Promise<Ran> {
    const [enter = "", ...words] = this.entrance;
    return run(enter, [...words, command, ...parameters]);
  }

  /** Runs what must succeed; gives its output. */
  async done(command: string, ...parameters: readonly string[]): Promise<string> {
    const { status, output } = await this.run(command, ...parameters);
    if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed: ${output}`);
    return output;
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.#folder, "written");
    await writeFile(file, text);
    await this.done("install", "-D", "-m", "644", file, path);
  }

  /** A program that starts another one here, with this environment. */
  async starter(
    name: string,
    program: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<string> {
    const script = join(this.#folder, name);
    const set = Object.entries(environment).map(([key, value]) => `${key}='${value}'`);
    const words = [...this.entrance, "env", ...set, program].join(" ");
    await writeFile(script, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
    return script;
  }

  /** Every path here that the machine itself does not have as it is here; folders only where they are new. */
  async changed(): Promise<readonly string[]> {
    const layers = join(this.#folder, "layers");
    const found = await this.done(
      "find",
      ...FOLDERS.map((name) => join(layers, name, "up")),
      "-printf",
      "%y %p\n",
    );
    return found
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ type: line[0], path: line.slice(2 + layers.length).replace(/^(\/\w+)\/up/, "$1") }))
      .filter(({ type, path }) => {
        if (type === "d") return !existsSync(path);
        // What is gone here is a device in the layer; a folder that was empty goes with the package that used it, too.
        return type !== "c" || !isEmptyFolder(path);
      })
      .map(({ path }) => path);
  }

  async close(): Promise<void> {
    const ended = once(this.#keeper, "exit");
    this.#keeper.kill("SIGKILL");
    await ended;
  }
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** The layer is in memory, since not every file system can be one. */
const LAYERS = `set -e
folder=$1; shift
mkdir "$folder/layers"
mount -t tmpfs layers "$folder/layers"
for name in "$@"; do
  mkdir -p "$folder/layers/$name/up" "$folder/layers/$name/work"
  mount -t overlay layer -o "lowerdir=/$name,upperdir=$folder/layers/$name/up,workdir=$folder/layers/$name/work" "/$name"
done
echo ready
exec sleep infinity`;
