import fs, { readFileSync, writeFileSync as write } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded before an agent (`node --import`): it dies by SIGKILL at the step of LANYARD_KILL_AT among all calls that
 * change files of its state, before the call, or in the middle of a write where LANYARD_KILL_HALF is set. The number of
 * steps is kept in the file of LANYARD_STEPS, so that a run without a kill says how many there are.
 */
const at = Number(process.env["LANYARD_KILL_AT"] ?? "0");
const isHalf = process.env["LANYARD_KILL_HALF"] === "1";
const stepsFile = process.env["LANYARD_STEPS"] ?? "";
const real = { ...fs };
const opened = new Set<number>();
let steps = 0;

function isState(file: unknown): boolean {
  return typeof file === "number" ? opened.has(file) : String(file).includes("/state/distribution");
}

function step(half: () => void): void {
  steps += 1;
  write(stepsFile, String(steps));
  if (steps !== at) return;
  if (isHalf) half();
  process.kill(process.pid, "SIGKILL");
  // The signal comes before the next instruction of this thread that matters: nothing else may happen meanwhile.
  for (;;) readFileSync(stepsFile);
}

const NAMES = [
  "openSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "writeFileSync",
  "copyFileSync",
  "mkdirSync",
] as const;

for (const name of NAMES) {
  const call = real[name] as (...args: unknown[]) => unknown;
  const replaced = (...args: unknown[]): unknown => {
    if (!isState(args[0])) return call(...args);
    const [target, text] = args;
    step(() => {
      if (name === "writeFileSync" && typeof text === "string") call(target, text.slice(0, text.length / 2));
    });
    const result = call(...args);
    if (name === "openSync" && typeof result === "number") opened.add(result);
    if (name === "closeSync" && typeof target === "number") opened.delete(target);
    return result;
  };
  Object.assign(fs, { [name]: replaced });
}
syncBuiltinESMExports();
