import { spawn } from "node:child_process";

/**
 * What takes long, one after the other: the properties of policy and recognition over many more generated cases, the long
 * end-to-end tests, and all of the matrix, the faults and the torture, which need the build. `npm run nightly [-- CASES]`
 */
const cases = process.argv[2] ?? "100000";
const files = ["test/shared/policy", "test/shared/catalog", "test/agent/policy-tools"];
process.exitCode = Math.max(
  await exitOf("vitest", [
    "run",
    "--project",
    "pure",
    "--project",
    "unit",
    "--testTimeout",
    "3600000",
    ...files,
  ]),
  await exitOf("vitest", ["run", "--project", "long"]),
  await exitOf("node", ["test/matrix/main.ts"]),
  await exitOf("node", ["test/faults/main.ts"]),
  await exitOf("node", ["test/torture/main.ts"]),
);

function exitOf(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, {
    stdio: "inherit",
    env: { ...process.env, LANYARD_CASES: cases },
    shell: process.platform === "win32",
  });
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
}
