import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { BrowserError } from "./browser-error.ts";
import { run } from "./run.ts";

/** True where a file is there and may be run. */
export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** True on a Debian or Ubuntu where we are root. */
export async function mayInstallByApt(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isExecutable("/usr/bin/apt-get"));
}

/** Installs a package, and tells `say` of each step. Errors: `install_failed`. */
export async function installByApt(name: string, say: (line: string) => void): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const parameters of [["update"], ["install", "-y", "--no-install-recommends", name]]) {
    say(`There is no ${name} here. Running: apt-get ${parameters.join(" ")} (may take a minute)`);
    const { status, output } = await run("apt-get", parameters, { environment });
    if (status === 0) continue;
    const last = output.trim().split("\n").slice(-3).join("\n");
    throw new BrowserError("install_failed", `apt-get ${parameters.join(" ")} failed: ${last}`);
  }
}
