import { spawn } from "node:child_process";
import { systemWords } from "../platform/fault.ts";

/** Characters of an output that are kept. */
const OUTPUT_LIMIT = 1_000_000;

/** How a program is run. */
export interface ProgramRun {
  readonly folder: string;
  readonly input: string | Buffer;
  /** Milliseconds until it is ended. */
  readonly limit: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a program did. */
export interface ProgramRan {
  readonly output: string;
  /** Why it did not work, in a sentence; null where it did. */
  readonly problem: string | null;
}

/** Runs a program of the desk's own to its end; its stderr is shown to the person. Never throws. */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  { folder, input, limit, environment }: ProgramRun,
): Promise<ProgramRan> {
  const { promise, resolve } = Promise.withResolvers<ProgramRan>();
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
    timeout: limit,
    env: { ...process.env, ...environment },
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (output.length < OUTPUT_LIMIT) output += text;
  });
  // A program that reads nothing closes its stdin; whether it worked is its exit code's to say.
  child.stdin.on("error", () => undefined).end(input);
  child.on("error", (error) =>
    resolve({ output, problem: `${program} cannot be run: ${systemWords(error)}.` }),
  );
  child.on("close", (code, signal) => resolve({ output, problem: endWords(program, code, signal) }));
  return promise;
}

function endWords(program: string, code: number | null, signal: string | null): string | null {
  if (code === 0) return null;
  return code === null
    ? `${program} was ended by ${signal ?? "a signal"}.`
    : `${program} ended with ${code}.`;
}
