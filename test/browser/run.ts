import { spawn } from "node:child_process";

/** What a finished program said. */
export interface Ran {
  /** Exit status; null where a signal ended it, or where it could not be started. */
  readonly status: number | null;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a program to its end; a program that is not there counts as one that failed. */
export async function run(
  command: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = spawn(command, parameters, { stdio: ["ignore", "pipe", "pipe"], env: environment });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  child.on("error", (cause) => resolve({ status: null, output: cause.message }));
  child.on("close", (status) => resolve({ status, output }));
  return promise;
}
