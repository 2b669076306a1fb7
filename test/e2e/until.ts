import { setTimeout as pause } from "node:timers/promises";

/** Waits for a condition, asking again each 20 ms; what it waited for is in the error. Milliseconds it took. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  within = 20_000,
): Promise<number> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > within)
      throw new Error(`Waited ${within} ms for this, in vain: ${what}.`);
    await pause(20);
  }
  return performance.now() - began;
}
