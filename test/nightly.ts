import { spawn } from "node:child_process";

/** The properties of policy and recognition over many more generated cases: `npm run nightly [-- CASES]`. */
const cases = process.argv[2] ?? "100000";
const files = ["test/shared/policy", "test/shared/catalog", "test/agent/policy-tools"];
const child = spawn("vitest", ["run", "--project", "unit", "--testTimeout", "3600000", ...files], {
  stdio: "inherit",
  env: { ...process.env, LANYARD_CASES: cases },
  shell: process.platform === "win32",
});
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
