import { spawn, type ChildProcessByStdio } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** A program that ends when the signal says so, or when this process is gone. */
export type LeashedProgram = ChildProcessByStdio<Writable, Readable, Readable>;

const LEASH = join(import.meta.dirname, "leash.ts");

/** Starts a program of Node's on a leash: its standard input is ours, and ends it. */
export function startOnLeash(parameters: readonly string[], signal: AbortSignal): LeashedProgram {
  const child = spawn(process.execPath, [LEASH, process.execPath, ...parameters], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A leash that is gone already has nothing to be told.
  child.stdin.on("error", () => undefined);
  const end = () => child.stdin.end();
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  child.once("exit", () => signal.removeEventListener("abort", end));
  return child;
}
