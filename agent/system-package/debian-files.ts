import { gzipSync } from "node:zlib";
import { browserPlaces } from "../cli/browsers.ts";
import { COMMANDS } from "../cli/commands.ts";
import { hostManifest, MANIFEST_FILE } from "../cli/host-manifest.ts";
import { launcherText } from "../cli/launcher.ts";
import { manPage } from "./man-page.ts";
import { SAMPLES } from "./samples.ts";
import { SERVICES } from "./service.ts";
import { systemdUnit } from "./systemd-unit.ts";

/** One file, or link, of the package. */
export interface PackagedFile {
  readonly content: string | Uint8Array;
  readonly mode: number;
  /** True for a symbolic link, whose target the content is. */
  readonly isLink?: boolean;
}

/** What a package is made from. */
export interface PackageParts {
  readonly version: string;
  /** The bundled program, and the Node that runs it. */
  readonly bundle: Uint8Array;
  readonly node: Uint8Array;
  /** The console's page: its files by their path within its folder. */
  readonly page: ReadonlyMap<string, Uint8Array>;
  readonly extensionIds: Readonly<Record<"chromium" | "firefox", readonly string[]>>;
  readonly copyright: string;
  readonly changelog: string;
}

const NODE = "/usr/lib/lanyard/node";
const PROGRAM = "/usr/lib/lanyard/lanyard.cjs";
/** Beside the program, which looks for it there. */
const PAGE = "/usr/lib/lanyard/console";
const HOST = "/usr/lib/lanyard/native-host";

function file(content: string | Uint8Array, mode = 0o644): PackagedFile {
  return { content, mode };
}

/** Every file of the package by its path. */
export function debianFiles(parts: PackageParts): ReadonlyMap<string, PackagedFile> {
  return new Map([
    [NODE, file(parts.node, 0o755)],
    [PROGRAM, file(parts.bundle)],
    ...Array.from(parts.page, ([name, bytes]) => [`${PAGE}/${name}`, file(bytes)] as const),
    [HOST, file(launcherText("linux", { node: NODE, program: PROGRAM, socket: null }), 0o755)],
    ["/usr/bin/lanyard", file(`#!/bin/sh\nexec ${NODE} ${PROGRAM} "$@"\n`, 0o755)],
    ["/usr/lib/systemd/user/lanyard.service", file(systemdUnit(SERVICES.linux))],
    // In force for everybody who signs in, and gone with the package; an administrator masks it.
    [
      "/usr/lib/systemd/user/default.target.wants/lanyard.service",
      { content: "../lanyard.service", mode: 0o777, isLink: true },
    ],
    ["/usr/share/man/man1/lanyard.1.gz", file(zipped(manPage(COMMANDS, parts.version)))],
    ["/usr/share/doc/lanyard/copyright", file(parts.copyright)],
    ["/usr/share/doc/lanyard/changelog.gz", file(zipped(parts.changelog))],
    ...hostFiles(parts.extensionIds).map(([path, text]) => [path, file(text)] as const),
    ...Object.entries(SAMPLES).map(([name, text]) => [`/etc/lanyard/sample/${name}`, file(text)] as const),
  ]);
}

/** The registration of the agent with every browser, for all users. */
function hostFiles(ids: PackageParts["extensionIds"]): readonly (readonly [string, string])[] {
  const around = { platform: "linux", home: "/", user: "root", environment: {} } as const;
  return browserPlaces(around, "system")
    .filter(({ family }) => ids[family].length > 0)
    .map(({ family, folder }) => [`${folder}/${MANIFEST_FILE}`, hostManifest(family, HOST, ids[family])]);
}

/** Without time and name, so that the same text gives the same bytes. */
function zipped(text: string): Uint8Array {
  return gzipSync(text, { level: 9 });
}

/** The control files of the package by name; `files` is what it installs. */
export function controlFiles(
  version: string,
  architecture: string,
  files: ReadonlyMap<string, PackagedFile>,
): Readonly<Record<string, PackagedFile>> {
  const kilobytes = [...files.values()].reduce(
    (sum, { content }) => sum + Math.ceil(content.length / 1024),
    0,
  );
  const conffiles = [...files.keys()].filter((path) => path.startsWith("/etc/"));
  return {
    control: { content: control(version, architecture, kilobytes), mode: 0o644 },
    conffiles: { content: `${conffiles.join("\n")}\n`, mode: 0o644 },
    postinst: { content: POSTINST, mode: 0o755 },
    prerm: { content: PRERM, mode: 0o755 },
    postrm: { content: POSTRM, mode: 0o755 },
  };
}

function control(version: string, architecture: string, kilobytes: number): string {
  return `Package: lanyard
Version: ${version}
Architecture: ${architecture}
Maintainer: Lanyard maintainers <maintainers@lanyard.example>
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6
Recommends: systemd
Suggests: chromium, firefox-esr
Section: admin
Priority: optional
Description: which AI a person may use, enforced in the browser and recorded
 The agent holds the company's policy, works out what it says for the person
 who uses this machine, gives that to the extension in their browsers, and
 keeps the record. It comes with its own Node.
`;
}

const POSTINST = `#!/bin/sh
set -e
if [ "$1" = configure ] && [ -d /run/systemd/system ] && [ -x /usr/bin/deb-systemd-invoke ]; then
  deb-systemd-invoke --user daemon-reload || true
  # Agents that run are of the version before.
  deb-systemd-invoke --user restart lanyard.service || true
fi
`;

const PRERM = `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ] && [ -x /usr/bin/deb-systemd-invoke ]; then
  deb-systemd-invoke --user stop lanyard.service || true
fi
`;

const POSTRM = `#!/bin/sh
set -e
if [ "$1" = purge ]; then
  # Policy and configuration that were put beside the samples. What is in people's homes is theirs and the record's.
  rm -rf /etc/lanyard
fi
`;
