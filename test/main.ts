import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser/find-browser.ts";
import { findFirefox } from "./browser/find-firefox.ts";

/**
 * The README's test command: checks, builds, then every test, in real browsers. Ends with one line of counts.
 * `npm test -- FILTER…` runs only test files whose path contains a filter.
 */
const filters = process.argv.slice(2);

await findBrowser({ install: true, say: console.log });
if ((await findFirefox({ install: true, say: console.log })) === null)
  console.log("Firefox ESR is not here, or may have no policy of its own here: its tests are skipped.");
await step("check", "node", "test/check.ts");
await step("build", "npm", "run", "--silent", "build");
const counts = await tests(["pure", "unit", "e2e"]);
console.log(`lanyard: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

async function step(name: string, command: string, ...args: string[]): Promise<void> {
  console.log(`\n== ${name}`);
  const code = await exitOf(command, args);
  if (code === 0) return;
  console.error(`${name} failed (exit ${code}): see above.`);
  process.exit(1);
}

async function tests(
  projects: readonly string[],
): Promise<{ passed: number; failed: number; skipped: number }> {
  console.log("\n== tests");
  const folder = await mkdtemp(join(tmpdir(), "lanyard-test-"));
  const report = join(folder, "report.json");
  const chosen = projects.flatMap((project) => ["--project", project]);
  const code = await exitOf("vitest", [
    "run",
    ...chosen,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ]);
  const result = JSON.parse(await readFile(report, "utf8")) as Record<string, number>;
  await rm(folder, { recursive: true });
  const failed = result["numFailedTests"] ?? 0;
  return {
    passed: result["numPassedTests"] ?? 0,
    failed: code !== 0 && failed === 0 ? 1 : failed, // a file that would not load is a failure without a test
    skipped: (result["numPendingTests"] ?? 0) + (result["numTodoTests"] ?? 0),
  };
}

function exitOf(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", shell: process.platform === "win32" });
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
}
