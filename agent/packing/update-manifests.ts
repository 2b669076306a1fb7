import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { PackError } from "./fault.ts";
import { VERSION } from "./version.ts";

/** What an update manifest publishes. */
export interface Published {
  readonly id: string;
  readonly version: string;
}

/** The update manifest that Chromium's family asks for. `codebase` is the package's address. */
export function updateXml({ id, version, codebase }: Published & { readonly codebase: string }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${escaped(codebase)}" version="${version}"/>
  </app>
</gupdate>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** What an `update.xml` of ours publishes; throws `bad_update_manifest` where it is none. */
export function readUpdateXml(text: string): Published {
  const id = /<app appid=["']([a-p]{32})["']>/.exec(text)?.[1];
  const version = /<updatecheck [^>]*\bversion=["']([\d.]+)["']/.exec(text)?.[1];
  if (id === undefined || version === undefined || !VERSION.test(version)) throw unreadable("update.xml");
  return { id, version };
}

/** The update manifest that Firefox asks for; with the package's SHA-256, so that only these bytes are installed. */
export function updatesJson(
  { id, version, codebase }: Published & { readonly codebase: string },
  xpi: Uint8Array,
): string {
  const hash = createHash("sha256").update(xpi).digest("hex");
  const update = { version, update_link: codebase, update_hash: `sha256:${hash}` };
  return `${JSON.stringify({ addons: { [id]: { updates: [update] } } }, null, 2)}\n`;
}

const UpdatesJson = z.object({
  addons: z.record(
    z.string(),
    z.object({ updates: z.array(z.object({ version: z.string().check(z.regex(VERSION)) })) }),
  ),
});

/** What an `updates.json` of ours publishes; throws `bad_update_manifest` where it is none. */
export function readUpdatesJson(text: string): Published {
  const [addon] = Object.entries(addonsOf(text));
  const version = addon?.[1].updates[0]?.version;
  if (addon === undefined || version === undefined) throw unreadable("updates.json");
  return { id: addon[0], version };
}

function addonsOf(text: string): z.infer<typeof UpdatesJson>["addons"] {
  try {
    return UpdatesJson.parse(JSON.parse(text)).addons;
  } catch (cause) {
    throw unreadable("updates.json", cause);
  }
}

function unreadable(file: string, cause?: unknown): PackError {
  const message = `The ${file} that is published cannot be read. Put back the one that was written here, or take it away.`;
  return new PackError("bad_update_manifest", message, cause);
}
