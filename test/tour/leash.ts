import { spawn } from "node:child_process";

/**
 * Runs a program that must not outlive us: `node leash.ts COMMAND ...`. Whoever starts the leash holds its standard
 * input; when that closes, for whatever reason, SIGKILL of the holder included, the program is told to end.
 */
const [command = "", ...parameters] = process.argv.slice(2);

/** Milliseconds that the program has to end by itself. */
const GRACE = 3_000;

const child = spawn(command, parameters, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", () => process.exit(127));
child.on("exit", (status) => process.exit(status ?? 1));

process.stdin.resume().on("close", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

function end(): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), GRACE).unref();
}
