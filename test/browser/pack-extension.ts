import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { BrowserError } from "./browser-error.ts";
import { extensionKeyFrom } from "./extension-key.ts";
import type { FoundBrowser } from "./find-browser.ts";
import { run } from "./run.ts";

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

/** Copies a built extension to the folder `out`, emptied first, and puts the key's public half into its manifest. */
async function keyedCopy(options: {
  readonly dir: string;
  readonly keyPem: string;
  readonly out: string;
}): Promise<KeyedExtension> {
  const out = resolve(options.out);
  const { publicDer, id } = extensionKeyFrom(options.keyPem);
  await rm(out, { recursive: true, force: true });
  await cp(options.dir, out, { recursive: true });
  const file = join(out, "manifest.json");
  const manifest = Manifest.parse(JSON.parse(await readFile(file, "utf8")));
  const keyed = { ...manifest, key: Buffer.from(publicDer).toString("base64") };
  await writeFile(file, JSON.stringify(keyed, null, 2));
  return { dir: out, id, version: manifest.version };
}

/** As `keyedCopy`, and packs the copy into `out.crx` beside it by the browser's own packer. Errors: `pack_failed`. */
export async function packExtension(options: {
  readonly browser: FoundBrowser;
  readonly dir: string;
  readonly keyPem: string;
  readonly out: string;
}): Promise<PackedExtension> {
  const keyed = await keyedCopy(options);
  const crx = `${keyed.dir}.crx`;
  await rm(crx, { force: true });
  const scratch = await mkdtemp(join(tmpdir(), "lanyard-pack-"));
  try {
    const keyFile = join(scratch, "key.pem");
    await writeFile(keyFile, options.keyPem, { mode: 0o600 });
    const { output } = await run(options.browser.executable, [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--headless=new",
      `--user-data-dir=${join(scratch, "profile")}`,
      `--pack-extension=${keyed.dir}`,
      `--pack-extension-key=${keyFile}`,
    ]);
    // The exit status is 0 whatever happened, and the log is full of noise: the file is the proof.
    await readFile(crx).catch((cause: unknown) => {
      throw new BrowserError("pack_failed", `The browser did not pack ${keyed.dir}: ${output.trim()}`, {
        cause,
      });
    });
    return { ...keyed, crx };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
