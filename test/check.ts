import { spawn } from "node:child_process";
import { styleText } from "node:util";

/** Everything that needs no build: compilers, linters, dead code and the structure, side by side. */
const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["types", "tsc", "-b"],
  ["lint", "oxlint", "--type-aware", "--quiet"],
  ["format", "oxfmt", "--check"],
  ["dead code", "knip", "--no-progress"],
  ["structure", "vitest", "run", "--project", "structure", "--silent"],
];

/** Runs one check and gives its name, outcome, output and seconds. */
async function run([name, command, ...args]: readonly [string, string, ...string[]]) {
  const began = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 1)));
  return { name, ok: code === 0, output, seconds: (performance.now() - began) / 1000 };
}

const results = await Promise.all(CHECKS.map((check) => run(check)));
for (const { name, ok, output, seconds } of results) {
  console.log(
    `${ok ? styleText("green", "ok    ") : styleText("red", "failed")} ${name.padEnd(10)} ${seconds.toFixed(1)} s`,
  );
  if (!ok) console.log(output);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
