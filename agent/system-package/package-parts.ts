import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import packageFile from "../../package.json" with { type: "json" };
import { familyOf } from "../cli/host-manifest.ts";
import { pageFilesIn } from "../console/page-files.ts";
import { copyrightText } from "./copyright.ts";
import type { PackageParts } from "./debian-files.ts";

const ROOT = join(import.meta.dirname, "../..");
/** As in the manifest of the extension, which no company changes. */
const FIREFOX_ID = "lanyard@lanyard.example";
const run = promisify(execFile);

/** What the package is made from, on this machine, for extensions of these ids; `say` is told what is not as it might be. */
export async function packageParts(
  ids: readonly string[],
  epoch: number,
  say: (line: string) => void,
): Promise<PackageParts> {
  return {
    version: packageFile.version,
    bundle: await built(),
    page: builtPage(),
    node: await strippedNode(say),
    extensionIds: {
      chromium: ids.filter((id) => familyOf(id) === "chromium"),
      firefox: [FIREFOX_ID, ...ids.filter((id) => familyOf(id) === "firefox")],
    },
    copyright: await copyrightText(ROOT, await nodeLicense()),
    changelog: changelog(epoch),
  };
}

async function built(): Promise<Uint8Array> {
  try {
    return await readFile(join(ROOT, "dist/agent/lanyard.cjs"));
  } catch (cause) {
    throw new Error("There is no dist/agent/lanyard.cjs. Build first: npm run build", { cause });
  }
}

function builtPage(): PackageParts["page"] {
  const files = pageFilesIn(join(ROOT, "dist/agent/console"));
  if (files === null) throw new Error("There is no dist/agent/console. Build first: npm run build");
  return new Map(Array.from(files, ([name, { bytes }]) => [name, bytes]));
}

/** The Node that runs this, without its symbols; a machine without `strip` packs it as it is, 17 MB larger. */
async function strippedNode(say: (line: string) => void): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-node-"));
  const stripped = join(folder, "node");
  try {
    await run("strip", ["-o", stripped, process.execPath]);
    return await readFile(stripped);
  } catch {
    say("There is no strip here (package binutils): Node is packed with its symbols.");
    return await readFile(process.execPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It lies above the program where npm installed it, and in `share/doc` elsewhere. */
async function nodeLicense(): Promise<string> {
  const above = dirname(dirname(process.execPath));
  for (const place of [above, join(above, "share/doc/node")]) {
    const text = await readFile(join(place, "LICENSE"), "utf8").catch(() => null);
    if (text !== null) return text;
  }
  throw new Error(
    `The license of Node was not found near ${process.execPath}. Run this with npm run package.`,
  );
}

/** Seconds since 1970 that the package is from: what SOURCE_DATE_EPOCH says, or the time of the last commit. */
export async function sourceDate(): Promise<number> {
  const said = process.env["SOURCE_DATE_EPOCH"];
  const seconds = said ?? (await run("git", ["-C", ROOT, "log", "-1", "--format=%ct"])).stdout;
  return Number.parseInt(seconds, 10);
}

function changelog(epoch: number): string {
  const date = new Date(epoch * 1_000).toUTCString().replace("GMT", "+0000");
  return `lanyard (${packageFile.version}) stable; urgency=medium

  * Version ${packageFile.version}.

 -- Lanyard maintainers <maintainers@lanyard.example>  ${date}
`;
}
