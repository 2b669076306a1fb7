import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { written, type Site } from "./running.ts";

const PROGRAM = join(import.meta.dirname, "../../agent/main.ts");

/** Whether this machine lets us mount file systems that only one process sees. */
export function canMount(): boolean {
  return spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;
}

/** An agent whose state lies on a disk of its own. */
export class MountedAgent {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #state: string;

  /** `options`: of the tmpfs, as in `size=2m`; `readOnly`: from the start. */
  constructor(site: Site, options: string, readOnly = false) {
    this.#state = join(site.folder, "state");
    mkdirSync(this.#state, { recursive: true });
    const mount = `mount -t tmpfs -o ${options} tmpfs "${this.#state}"`;
    const lock = readOnly ? `&& mount -o remount,ro "${this.#state}"` : "";
    const run = `exec "${process.execPath}" "${PROGRAM}" agent run --config "${site.config}"`;
    this.process = spawn("unshare", ["-rm", "sh", "-c", `${mount} ${lock} && ${run}`], {
      env: site.environment,
    });
    onTestFinished(() => void this.process.kill("SIGKILL"));
  }

  async listening(): Promise<void> {
    await written(this.process, "Listening on");
  }

  /** A path of its state, as seen from here. */
  path(name: string): string {
    return join(`/proc/${this.process.pid}/root`, this.#state, name);
  }

  /** Makes its disk writable. */
  unlock(): void {
    const pid = String(this.process.pid);
    const words = ["-t", pid, "-U", "-m", "--preserve-credentials", "mount", "-o", "remount,rw", this.#state];
    const { status, stderr } = spawnSync("nsenter", words);
    if (status !== 0) throw new Error(`The disk stays read-only: ${stderr.toString()}`);
  }
}
