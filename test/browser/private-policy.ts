import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { updateXml } from "../../agent/packing/update-manifests.ts";
import type { BrowserKind } from "./browser-places.ts";
import type { FoundBrowser } from "./find-browser.ts";
import type { PackedExtension } from "./pack-extension.ts";
import { run } from "./run.ts";

/** Where each browser of Linux reads its machine policy, and nowhere else. */
const POLICY_HOMES: Readonly<Record<BrowserKind, string>> = {
  chromium: "/etc/chromium",
  chrome: "/etc/opt/chrome",
  edge: "/etc/opt/edge",
};

const UPDATE = "update.xml";

/** A browser that sees a policy folder of ours where the machine's would be. Everything else sees the machine's. */
export interface PolicyView {
  /** Program to start in place of the browser; takes the browser's arguments. */
  readonly executable: string;
}

/** True where this user may lay a folder over the browser's policy folder in a mount namespace of its own. */
export async function canHavePrivatePolicy(browser: FoundBrowser): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const folder = await mkdtemp(join(tmpdir(), "lanyard-policy-"));
  try {
    const script = await writeStart(folder, { kind: browser.kind, executable: "/bin/true" });
    return (await run(script, [])).status === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the policy that force-installs the extension, its update file and the start script into `folder`. */
export async function writePrivatePolicy(
  folder: string,
  browser: FoundBrowser,
  extension: PackedExtension,
  policies: object,
): Promise<PolicyView> {
  const managed = join(folder, "etc", "policies", "managed");
  await mkdir(managed, { recursive: true });
  await publishUpdate(folder, extension);
  const settings = {
    installation_mode: "force_installed",
    update_url: `file://${join(folder, UPDATE)}`,
    override_update_url: true,
  };
  const all = {
    ExtensionSettings: { [extension.id]: settings },
    // The default keeps debuggers, Playwright among them, away from force-installed extensions.
    DeveloperToolsAvailability: 1,
    ...policies,
  };
  await writeFile(join(managed, "lanyard.json"), JSON.stringify(all, null, 2));
  return { executable: await writeStart(folder, browser) };
}

async function writeStart(folder: string, browser: FoundBrowser): Promise<string> {
  const script = join(folder, "start.sh");
  const etc = join(folder, "etc");
  await mkdir(etc, { recursive: true });
  await writeFile(script, startScript(etc, browser), { mode: 0o755 });
  return script;
}

/** Every step execs the next, so the browser keeps the process id and the pipes that its parent knows. */
function startScript(etc: string, browser: FoundBrowser): string {
  const mount = `mount --bind ${quoted(etc)} ${POLICY_HOMES[browser.kind]}`;
  const enter = process.getuid?.() === 0 ? "unshare -m" : "unshare -Urm";
  // Chromium will not run sandboxed as what looks like root: a second namespace gives the user's own id back.
  const leave =
    process.getuid?.() === 0
      ? ""
      : `unshare -U --map-user=${process.getuid?.()} --map-group=${process.getgid?.()} `;
  return `#!/bin/sh
exec ${enter} sh -c ${quoted(`${mount} && exec ${leave}${quoted(browser.executable)} "$@"`)} browser "$@"
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Says in the update manifest of a private policy's folder which package is the newest. */
export async function publishUpdate(folder: string, { id, version, crx }: PackedExtension): Promise<void> {
  await writeFile(join(folder, UPDATE), updateXml({ id, version, codebase: `file://${encodeURI(crx)}` }));
}
