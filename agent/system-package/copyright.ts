import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.optional(z.string()),
      license: z.optional(z.string()),
      dev: z.optional(z.boolean()),
      optional: z.optional(z.boolean()),
    }),
  ),
});

/** Text of the package's `copyright`: ours, Node's, and those of the packages that the program is built from. */
export async function copyrightText(root: string, nodeLicense: string): Promise<string> {
  const { packages } = Lock.parse(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  const built = Object.entries(packages).filter(
    ([path, { dev, optional }]) => path !== "" && dev !== true && optional !== true,
  );
  const texts = await Promise.all(
    built.map(async ([path, { version = "", license = "" }]) => {
      const name = `${path.replace(/^.*node_modules\//, "")} ${version} (${license})`;
      return `${name}\n\n${await licenseIn(join(root, path))}`;
    }),
  );
  return [
    "Lanyard",
    "",
    "Licensed under the Apache License, Version 2.0.",
    'On Debian systems its text is in "/usr/share/common-licenses/Apache-2.0".',
    "",
    "It comes with Node.js (/usr/lib/lanyard/node), and holds parts of the packages after that.",
    "",
    ...[nodeLicense, ...texts].flatMap((text) => ["-".repeat(70), text.trim(), ""]),
  ].join("\n");
}

/** The license that lies in a package's folder; some say it in their package.json alone. */
async function licenseIn(folder: string): Promise<string> {
  const name = (await readdir(folder)).toSorted().find((one) => /^(licen[cs]e|copying)/i.test(one));
  return name === undefined ? "" : readFile(join(folder, name), "utf8");
}
