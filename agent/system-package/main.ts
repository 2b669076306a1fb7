import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeSigningKey, signingKeyOf } from "../packing/signing-key.ts";
import { buildDeb } from "./build-deb.ts";
import { launchdPlist } from "./launchd-plist.ts";
import { packageParts, sourceDate } from "./package-parts.ts";
import { SERVICES } from "./service.ts";
import { windowsTask } from "./windows-task.ts";

const ROOT = join(import.meta.dirname, "../..");

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
  const deb = await buildDeb(await packageParts(ids, epoch, console.log), out, epoch);
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
