import { cp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { extensionFiles } from "../../agent/cli/extension-folder.ts";
import { zipOf } from "../../agent/packing/archive.ts";
import { crx3 } from "../../agent/packing/crx3.ts";
import { signingKeyOf } from "../../agent/packing/signing-key.ts";

/** An unpacked extension whose id is settled by the key in its manifest. */
export interface KeyedExtension {
  readonly dir: string;
  readonly id: string;
  readonly version: string;
}

/** The same, packed. */
export interface PackedExtension extends KeyedExtension {
  /** Absolute path of the CRX file. */
  readonly crx: string;
}

const Manifest = z.looseObject({ version: z.string() });

/**
 * Copies a built extension to the folder `out`, emptied first, puts the key's public half into its manifest, and packs it
 * into `out.crx` beside it. `version` stands in for the manifest's own.
 */
export async function packExtension(options: {
  readonly dir: string;
  readonly keyPem: string;
  readonly out: string;
  readonly version?: string;
}): Promise<PackedExtension> {
  const dir = resolve(options.out);
  const key = signingKeyOf(options.keyPem);
  await rm(dir, { recursive: true, force: true });
  await cp(options.dir, dir, { recursive: true });
  const before = await extensionFiles(dir);
  const manifest = Manifest.parse(JSON.parse(String(before.get("manifest.json"))));
  const version = options.version ?? manifest.version;
  const keyed = { ...manifest, version, key: key.publicDer.toString("base64") };
  await writeFile(join(dir, "manifest.json"), JSON.stringify(keyed, null, 2));
  const crx = `${dir}.crx`;
  await writeFile(crx, crx3(zipOf(await extensionFiles(dir)), key));
  return { dir, id: key.id, version, crx };
}

/** Packs a built extension as Firefox installs it. */
export async function writeXpi(dir: string, out: string): Promise<void> {
  await writeFile(out, zipOf(await extensionFiles(dir)));
}
