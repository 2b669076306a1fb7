import { spawn } from "node:child_process";

/** What a finished program said. */
export interface Ran {
  /** Exit status; null where a signal ended it, or where it could not be started. */
  readonly status: number | null;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Where and until when a program runs. */
export interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** Kills the program, which then counts as one that failed. */
  readonly signal?: AbortSignal;
}

/** Runs a program to its end; a program that is not there counts as one that failed. */
export async function run(
  command: string,
  parameters: readonly string[],
  { environment = process.env, directory, signal }: RunOptions = {},
): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = spawn(command, parameters, {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
    cwd: directory,
    signal,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  child.on("error", (cause) => resolve({ status: null, output: cause.message }));
  child.on("close", (status) => resolve({ status, output }));
  return promise;
}
