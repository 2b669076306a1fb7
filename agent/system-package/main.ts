import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs, promisify } from "node:util";
import packageFile from "../../package.json" with { type: "json" };
import { familyOf } from "../cli/host-manifest.ts";
import { makeSigningKey, signingKeyOf } from "../packing/signing-key.ts";
import { buildDeb } from "./build-deb.ts";
import { copyrightText } from "./copyright.ts";
import { launchdPlist } from "./launchd-plist.ts";
import { SERVICES } from "./service.ts";
import { windowsTask } from "./windows-task.ts";

const ROOT = join(import.meta.dirname, "../..");
const FIREFOX_ID = "lanyard@lanyard.example";
const run = promisify(execFile);

const HELP = `npm run package [-- --key FILE | --extension-id ID…] [-- --out DIR]

Builds the Debian package of the agent from what npm run build has made, and the files that start it on macOS and Windows.
  --key FILE          the key that the extension is packed with; made where it is missing (dist/package/extension.pem)
  --extension-id ID   the extension's id instead, where the key is elsewhere; may be repeated
  --out DIR           where to (dist/package)
SOURCE_DATE_EPOCH says what time the files are from; otherwise it is that of the last commit.`;

const { values } = parseArgs({
  options: {
    key: { type: "string" },
    "extension-id": { type: "string", multiple: true },
    out: { type: "string", default: join(ROOT, "dist/package") },
    help: { type: "boolean" },
  },
});
if (values.help === true) console.log(HELP);
else await main(values.out);

async function main(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const ids = values["extension-id"] ?? [await idOfKey(values.key ?? join(out, "extension.pem"))];
  const epoch = await sourceDate();
  const deb = await buildDeb(
    {
      version: packageFile.version,
      bundle: await built(),
      node: await strippedNode(),
      extensionIds: {
        chromium: ids.filter((id) => familyOf(id) === "chromium"),
        firefox: [FIREFOX_ID, ...ids.filter((id) => familyOf(id) === "firefox")],
      },
      copyright: await copyrightText(ROOT, await nodeLicense()),
      changelog: changelog(epoch),
    },
    out,
    epoch,
  );
  await writeFile(join(out, "com.lanyard.agent.plist"), launchdPlist(SERVICES.macos));
  await writeFile(join(out, "lanyard-task.xml"), windowsTask(SERVICES.windows));
  console.log(`Wrote ${deb}, for the extension ${ids.join(", ")}`);
  console.log(
    `Wrote com.lanyard.agent.plist and lanyard-task.xml beside it, which were not run on their systems`,
  );
}

/** Whoever has the key makes the extension's updates, so one that was made here is to be kept. */
async function idOfKey(file: string): Promise<string> {
  const pem = await readFile(file, "utf8").catch(() => null);
  if (pem !== null) return signingKeyOf(pem).id;
  const made = makeSigningKey();
  await writeFile(file, made, { mode: 0o600, flag: "wx" });
  console.log(`Made the key ${file}. Keep it: lanyard pack --key needs it for every version.`);
  return signingKeyOf(made).id;
}

async function built(): Promise<Uint8Array> {
  try {
    return await readFile(join(ROOT, "dist/agent/lanyard.cjs"));
  } catch (cause) {
    throw new Error("There is no dist/agent/lanyard.cjs. Build first: npm run build", { cause });
  }
}

/** The Node that runs this, without its symbols; a machine without `strip` packs it as it is, 17 MB larger. */
async function strippedNode(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-node-"));
  const stripped = join(folder, "node");
  try {
    await run("strip", ["-o", stripped, process.execPath]);
    return await readFile(stripped);
  } catch {
    console.log("There is no strip here (package binutils): Node is packed with its symbols.");
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

async function sourceDate(): Promise<number> {
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
