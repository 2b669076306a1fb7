import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startOnLeash } from "./on-leash.ts";

/** A program that says its process id and would stay for a minute. */
const STAY = ["-e", "console.log(process.pid); setTimeout(() => {}, 60_000)"];

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a program on the leash ends with the signal", async () => {
  const ending = new AbortController();
  const child = startOnLeash(STAY, ending.signal);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const pid = Number(String(said));
  expect(isRunning(pid)).toBe(true);
  ending.abort();
  await once(child, "exit");
  expect(isRunning(pid)).toBe(false);
});

test("a program on the leash ends with its holder, even when that is killed", async () => {
  const holder = `
    import { startOnLeash } from ${JSON.stringify(join(import.meta.dirname, "on-leash.ts"))};
    startOnLeash(${JSON.stringify(STAY)}, new AbortController().signal).stdout.pipe(process.stdout);
  `;
  const held = spawn(process.execPath, ["--input-type=module", "-e", holder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(held.stdout, "data")) as [Buffer];
  const pid = Number(String(said));
  held.kill("SIGKILL");
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});
