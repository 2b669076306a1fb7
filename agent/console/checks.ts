import { Worker } from "node:worker_threads";
import type { VerifyOptions, VerifyReport } from "../journal/verify/report.ts";
import type { Check } from "./api/answers.ts";
import type { Told, Verification } from "./verification.ts";

/** Findings that are told one by one; `lanyard journal verify` has them all. */
const TOLD = 100;

const WAITING: Check = {
  state: "waiting",
  done: 0,
  of: 0,
  at: null,
  findings: [],
  found: 0,
  notes: [],
  signed: 0,
  checkpoints: 0,
  keyGiven: false,
  problem: null,
};

/** What verifying needs. */
interface ChecksParts {
  /** The program's own file, which is the thread's as well. */
  readonly program: string;
  readonly journals: readonly string[];
  readonly keys: readonly Buffer[] | null;
  readonly witnessed: VerifyOptions["witnessed"];
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

/** Verifies the opened records, one after the other, each in a thread of its own. */
export class Checks {
  readonly #parts: ChecksParts;
  #all: Check[];
  #isRunning = false;

  constructor(parts: ChecksParts) {
    this.#parts = parts;
    this.#all = parts.journals.map(() => WAITING);
  }

  /** How each record stands. */
  get all(): readonly Check[] {
    return this.#all;
  }

  /** Verifies all of them anew, unless that is being done. */
  checkAll(): void {
    if (this.#isRunning || this.#parts.signal.aborted) return;
    this.#isRunning = true;
    this.#all = this.#parts.journals.map(() => WAITING);
    void this.#run().finally(() => (this.#isRunning = false));
  }

  async #run(): Promise<void> {
    for (const [index, file] of this.#parts.journals.entries()) {
      this.#set(index, { ...WAITING, state: "running" });
      await this.#check(index, file);
    }
  }

  async #check(index: number, file: string): Promise<void> {
    const { program, keys, witnessed, signal } = this.#parts;
    const workerData: Verification = {
      console: "verification",
      file,
      keys: keys?.map((key) => key.toString("base64")) ?? null,
      witnessed: [...witnessed],
    };
    const worker = new Worker(program, { workerData });
    const ended = Promise.withResolvers<void>();
    worker.on("message", (told: Told) => this.#set(index, checkAfter(this.#all[index] ?? WAITING, told)));
    worker.on("error", (error: unknown) =>
      this.#set(index, failed(error instanceof Error ? error.message : String(error))),
    );
    worker.on("exit", () => ended.resolve());
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop, { once: true });
    await ended.promise;
    signal.removeEventListener("abort", stop);
  }

  #set(index: number, check: Check): void {
    this.#all = this.#all.with(index, check);
    this.#parts.onChange();
  }
}

function checkAfter(before: Check, told: Told): Check {
  if (told.what === "progress") return { ...before, done: told.done, of: told.of };
  return told.what === "report" ? checkOf(told.report) : failed(told.problem);
}

function failed(problem: string): Check {
  return { ...WAITING, state: "failed", at: Date.now(), problem };
}

function checkOf({ events, findings, notes, signed, checkpoints, keyGiven }: VerifyReport): Check {
  return {
    state: "done",
    done: events,
    of: events,
    at: Date.now(),
    findings: findings.slice(0, TOLD),
    found: findings.length,
    notes: [...notes],
    signed,
    checkpoints,
    keyGiven,
    problem: null,
  };
}
