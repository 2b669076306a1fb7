import * as z from "zod/mini";
import type { ExtensionFiles } from "./archive.ts";
import { PackError } from "./fault.ts";
import { VERSION } from "./version.ts";

const File = z.string().check(z.minLength(1));

const Manifest = z.looseObject({
  manifest_version: z.literal(3),
  name: z.string().check(z.minLength(1)),
  version: z.string().check(z.regex(VERSION)),
  key: z.optional(z.string()),
  default_locale: z.optional(File),
  background: z.optional(
    z.looseObject({ service_worker: z.optional(File), scripts: z.optional(z.array(File)) }),
  ),
  content_scripts: z.optional(z.array(z.looseObject({ js: z.optional(z.array(File)) }))),
  action: z.optional(z.looseObject({ default_popup: z.optional(File) })),
  icons: z.optional(z.record(z.string(), File)),
  declarative_net_request: z.optional(
    z.looseObject({ rule_resources: z.array(z.looseObject({ path: File })) }),
  ),
  browser_specific_settings: z.optional(
    z.looseObject({ gecko: z.looseObject({ id: z.string().check(z.minLength(1)) }) }),
  ),
});
/** What packing knows of an extension's manifest; everything else in it is kept as it is. */
export type Manifest = z.infer<typeof Manifest>;

const FILE = "manifest.json";

/** The manifest of a built extension; throws `bad_manifest` where no browser would take it. */
export function manifestOf(files: ExtensionFiles): Manifest {
  const bytes = files.get(FILE);
  if (bytes === undefined) throw bad(`There is no ${FILE} in the folder. Build first: npm run build`);
  const parsed = Manifest.safeParse(jsonOf(bytes));
  if (!parsed.success) throw bad(problemOf(parsed.error));
  const missing = filesOf(parsed.data).find((name) => !files.has(name));
  if (missing !== undefined)
    throw bad(`${FILE} names ${missing}, which is not in the folder. Build again: npm run build`);
  return parsed.data;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return json;
  } catch (cause) {
    throw new PackError("bad_manifest", `${FILE} is no JSON. Build again: npm run build`, cause);
  }
}

function problemOf({ issues }: z.core.$ZodError): string {
  const place = issues[0]?.path.join(".") ?? "";
  const mend = MENDS[place] ?? "Build again: npm run build";
  return place === "" ? `${FILE} holds no manifest. ${mend}` : `${FILE}: "${place}" cannot be used. ${mend}`;
}

const MENDS: Readonly<Record<string, string>> = {
  manifest_version: "Write 3, the only version that browsers still take.",
  version: "Write one to four numbers, as in 1.0.1.",
};

/** Every file that the browser must find to run the extension. */
function filesOf(manifest: Manifest): readonly string[] {
  const { background, content_scripts: scripts = [], action, icons = {}, default_locale: locale } = manifest;
  const named = [
    locale === undefined ? undefined : `_locales/${locale}/messages.json`,
    background?.service_worker,
    ...(background?.scripts ?? []),
    ...scripts.flatMap(({ js = [] }) => js),
    action?.default_popup,
    ...Object.values(icons),
    ...(manifest.declarative_net_request?.rule_resources ?? []).map(({ path }) => path),
  ];
  return named.flatMap((name) => (name === undefined ? [] : [name.replace(/^\//, "")]));
}

/** The files with another manifest in place of their own. */
export function withManifest(files: ExtensionFiles, manifest: Manifest): ExtensionFiles {
  return new Map([...files, [FILE, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]]);
}

function bad(message: string): PackError {
  return new PackError("bad_manifest", message);
}
