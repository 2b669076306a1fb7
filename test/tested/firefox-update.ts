import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeXpi } from "../browser/pack-extension.ts";
import type { Firefox } from "../browser/firefox.ts";

const DIST = join(import.meta.dirname, "../../dist/firefox");

/** Installs the same extension under a higher version, which it gives, as an update that the browser has found. */
export async function updateFirefox(folder: string, firefox: Firefox): Promise<string> {
  const version = (await firefox.inBrowser(VERSION, firefox.extension)) as string;
  const next = version.replace(/\d+$/, (last) => String(Number(last) + 1));
  const xpi = await packedAs(next, folder);
  await firefox.inBrowser(UPDATE, { id: firefox.extension, xpi, next });
  return next;
}

async function packedAs(version: string, folder: string): Promise<string> {
  const out = await mkdtemp(join(folder, "update-"));
  await cp(DIST, join(out, "files"), { recursive: true });
  const manifest = join(out, "files/manifest.json");
  const parsed = JSON.parse(await readFile(manifest, "utf8")) as object;
  await writeFile(manifest, JSON.stringify({ ...parsed, version }));
  await writeXpi(join(out, "files"), join(out, "lanyard.xpi"));
  return join(out, "lanyard.xpi");
}

const VERSION = "(id) => WebExtensionPolicy.getByID(id).extension.version";

/** An extension that listens for updates may have the browser put the installation off until the next start. */
const UPDATE = `async ({ id, xpi, next }) => {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
  const install = await AddonManager.getInstallForFile(new FileUtils.File(xpi));
  void install.install().catch(() => null);
  const isTaken = () => WebExtensionPolicy.getByID(id)?.extension.version === next;
  while (install.state !== AddonManager.STATE_POSTPONED && !isTaken())
    await new Promise((again) => setTimeout(again, 5));
}`;
