import { type ExtensionFiles, zipOf } from "./archive.ts";
import { crx3 } from "./crx3.ts";
import { PackError } from "./fault.ts";
import { type Manifest, manifestOf, withManifest } from "./manifest.ts";
import type { SigningKey } from "./signing-key.ts";
import {
  type Published,
  readUpdatesJson,
  readUpdateXml,
  updatesJson,
  updateXml,
} from "./update-manifests.ts";
import { isAbove } from "./version.ts";

/** What packing is about. */
export interface PackOptions {
  readonly files: ExtensionFiles;
  /** Null for Firefox, whose packages Mozilla signs. */
  readonly key: SigningKey | null;
  /** Where the files will be served, without a slash at the end. */
  readonly base: string;
  /** The update manifest that is out, by its name; null: none is. */
  readonly published: (name: string) => string | null;
}

/** A packed extension with everything that is to be served; the update manifest comes last. */
export interface Packed extends Published {
  readonly browser: "chrome" | "firefox";
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Packs an extension for the browser that its manifest is for. Throws a `PackError` where it may not be published. */
export function pack(options: PackOptions): Packed {
  const manifest = manifestOf(options.files);
  return manifest.browser_specific_settings === undefined
    ? packChrome(manifest, options)
    : packFirefox(manifest, options);
}

function packChrome(manifest: Manifest, { files, key, base, published }: PackOptions): Packed {
  if (key === null)
    throw new PackError("bad_key", "A package for Chromium's family is signed: name the key with --key.");
  if (manifest.key !== undefined && manifest.key !== key.publicDer.toString("base64"))
    throw other(`manifest.json holds the key of another extension than ${key.id}`);
  const own = { id: key.id, version: manifest.version };
  const before = published("update.xml");
  if (before !== null) follow(own, readUpdateXml(before), "update.xml");
  // Deployed by ExtensionInstallForcelist there is no override of the address, and the manifest's own is asked.
  const zip = zipOf(withManifest(files, { ...manifest, update_url: `${base}/update.xml` }));
  const name = `lanyard-${own.version}.crx`;
  return {
    ...own,
    browser: "chrome",
    files: [
      { name, bytes: crx3(zip, key) },
      { name: "update.xml", bytes: Buffer.from(updateXml({ ...own, codebase: `${base}/${name}` })) },
    ],
  };
}

function packFirefox(manifest: Manifest, { files, key, base, published }: PackOptions): Packed {
  if (key !== null)
    throw new PackError("bad_key", "A package for Firefox is signed by Mozilla alone: leave --key out.");
  // Seen in ESR 153: it takes such an add-on for one that does not fit, and installs nothing.
  if (!base.startsWith("https:"))
    throw new PackError(
      "bad_address",
      `Firefox installs no add-on whose updates come from ${base}: they must come over https.`,
    );
  const settings = manifest.browser_specific_settings ?? { gecko: { id: "" } };
  const own = { id: settings.gecko.id, version: manifest.version };
  const before = published("updates.json");
  if (before !== null) follow(own, readUpdatesJson(before), "updates.json");
  const gecko = { ...settings.gecko, update_url: `${base}/updates.json` };
  const told = { ...manifest, browser_specific_settings: { ...settings, gecko } };
  const xpi = zipOf(withManifest(files, told));
  const name = `lanyard-${own.version}.xpi`;
  return {
    ...own,
    browser: "firefox",
    files: [
      { name, bytes: xpi },
      // Under a name that stays, since the policy that installs it says one address for all versions.
      { name: "lanyard.xpi", bytes: xpi },
      { name: "updates.json", bytes: Buffer.from(updatesJson({ ...own, codebase: `${base}/${name}` }, xpi)) },
    ],
  };
}

/** Browsers update to a higher version of the same extension, and to nothing else. */
function follow(own: Published, before: Published, file: string): void {
  if (own.id !== before.id) throw other(`${file} publishes ${before.id}, and this would be ${own.id}`);
  if (isAbove(own.version, before.version)) return;
  throw new PackError(
    "version_not_above",
    `Version ${own.version} is not above ${before.version}, which ${file} publishes, so no browser would take it. Raise the version in package.json and build again.`,
  );
}

function other(what: string): PackError {
  return new PackError(
    "other_extension",
    `${what}. Take the key that it was packed with, or another folder.`,
  );
}

/** The address that packages are served at, without a slash at the end; throws `bad_address` for what is none. */
export function baseOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ["https:", "http:", "file:"].includes(url.protocol) && url.search + url.hash === "")
    return url.href.replace(/\/+$/, "");
  throw new PackError(
    "bad_address",
    `"${address}" is no address of a folder. Write it as in https://updates.example.com/lanyard.`,
  );
}
