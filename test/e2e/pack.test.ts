import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { extensionFiles } from "../../agent/cli/extension-folder.ts";
import { crx3 } from "../../agent/packing/crx3.ts";
import { makeSigningKey, signingKeyOf } from "../../agent/packing/signing-key.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { packExtension } from "../browser/pack-extension.ts";
import { run } from "../browser/run.ts";

const DIST = join(import.meta.dirname, "../../dist/chrome");
const pem = makeSigningKey();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-pack-"));
  await writeFile(join(folder, "key.pem"), pem, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Packs a folder by the browser's own packer; its exit status is 0 whatever happened. */
async function packedByChromium(dir: string): Promise<Buffer> {
  const { executable } = await findBrowser({});
  await run(executable, [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--headless=new",
    `--user-data-dir=${join(folder, "profile")}`,
    `--pack-extension=${dir}`,
    `--pack-extension-key=${join(folder, "key.pem")}`,
  ]);
  return readFile(`${dir}.crx`);
}

/** The files of a zip by name, as text that can be compared; Chromium writes entries for folders, too. */
function named(zip: Uint8Array): Map<string, string> {
  const files = Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith("/"));
  return new Map(files.map(([name, content]) => [name, Buffer.from(content).toString("base64")]));
}

test("header and signature are those of Chromium's own packer, byte for byte, and the files in it are the same", async () => {
  const { dir, crx } = await packExtension({ dir: DIST, keyPem: pem, out: join(folder, "extension") });
  const ours = await readFile(crx);
  const theirs = await packedByChromium(dir);
  const zip = theirs.subarray(12 + theirs.readUInt32LE(8));
  expect(crx3(zip, signingKeyOf(pem)).equals(theirs)).toBe(true);
  const content = named(ours.subarray(12 + ours.readUInt32LE(8)));
  expect(content).toEqual(named(zip));
  expect(content.size).toBe((await extensionFiles(dir)).size);
});
