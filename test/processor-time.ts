/**
 * Milliseconds of processor time that this takes in its own thread. What else keeps the machine busy does not count, so a
 * bound on it tells a slow algorithm from a slow day.
 */
export function processorTime(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
