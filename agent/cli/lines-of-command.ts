import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { CommandError } from "./exit.ts";

/** The lines that a command line prints, as they come. Throws `found` where the command fails: half of them is not all. */
export async function* linesOfCommand(line: string): AsyncGenerator<string> {
  const child = spawn(line, { shell: true, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  try {
    yield* createInterface({ input: child.stdout, crlfDelay: Infinity });
  } finally {
    child.kill();
  }
  const code = await ended;
  if (code !== 0) throw new CommandError("found", `The command ended with ${code ?? "a signal"}: ${line}`);
}
