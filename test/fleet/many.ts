import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "../e2e/until.ts";
import type { Fleet } from "./fleet.ts";

const SIMULATED = join(import.meta.dirname, "simulated.ts");
const PROCESSES = 4;

/** Simulated endpoints, in a few processes. */
export class Many {
  readonly count: number;
  readonly #children: ChildProcess[] = [];
  /** When each endpoint came to obey a version of the directives, by that version. */
  readonly #obeyed = new Map<number, number[]>();

  private constructor(count: number) {
    this.count = count;
  }

  /** Starts them and waits until all obey what is out. */
  static async start(fleet: Fleet, count: number): Promise<Many> {
    const many = new Many(count);
    for (let n = 0; n < PROCESSES; n += 1) many.#add(fleet, n, count / PROCESSES);
    await until("all obey", () => sum(many.#obeyed) >= count, 300_000);
    return many;
  }

  /** The moments at which each of them came to obey this version of the directives; waits for all. */
  async obeyed(directives: number): Promise<readonly number[]> {
    const at = (): readonly number[] => this.#obeyed.get(directives) ?? [];
    await until("all obey the directive", () => at().length >= this.count, 300_000);
    return at();
  }

  /** The newest version of the directives that any obeys. */
  get newest(): number {
    return Math.max(0, ...this.#obeyed.keys());
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }),
    );
  }

  #add(fleet: Fleet, n: number, count: number): void {
    const place = join(fleet.folder, `many-${n}`);
    const child = spawn(process.execPath, [SIMULATED, place, String(count), JSON.stringify(fleet.source)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#children.push(child);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, directives = 0, at = 0] = line.split(" ").map(Number);
      this.#obeyed.set(directives, [...(this.#obeyed.get(directives) ?? []), at]);
    });
  }
}

function sum(obeyed: ReadonlyMap<number, readonly number[]>): number {
  return Array.from(obeyed.values(), ({ length }) => length).reduce((all, one) => all + one, 0);
}
