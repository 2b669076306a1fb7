import { existsSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

/** An extension as Firefox installs it. */
export interface FirefoxExtension {
  readonly id: string;
  /** Absolute path of the archive. */
  readonly xpi: string;
}

/** True where this user may lay a folder over Firefox's policy folder in a mount namespace of its own. */
export async function canHavePrivateFirefoxPolicy(executable: string): Promise<boolean> {
  if (process.platform !== "linux" || policyHome(executable) === null) return false;
  const folder = await mkdtemp(join(tmpdir(), "lanyard-policy-"));
  try {
    return (await run(await writeStart(folder, executable, "/bin/true"), [])).status === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the policy that force-installs the extension, if any, private windows included, and a start script into `folder`.
 * Gives the script, which stands in for the browser: only what it starts sees the policy. `policies` are further ones.
 */
export async function writeFirefoxPolicy(
  folder: string,
  executable: string,
  extension: FirefoxExtension | null,
  policies: object,
): Promise<string> {
  const all = {
    policies: {
      Preferences: {
        // The archive is not signed; ESR lets a policy say that it need not be.
        "xpinstall.signatures.required": { Value: false, Status: "locked" },
        // As in what is deployed: see `agent/deploy/firefox-policies.ts`.
        "extensions.webextensions.crash.threshold": { Value: 1_000_000, Status: "locked" },
      },
      ...(extension && { ExtensionSettings: { [extension.id]: forced(extension) } }),
      ...policies,
    },
  };
  const script = await writeStart(folder, executable, executable);
  for (const place of ["view", "view/policies"])
    await writeFile(join(folder, place, "policies.json"), JSON.stringify(all, null, 2));
  return script;
}

function forced({ xpi }: FirefoxExtension): object {
  return {
    installation_mode: "force_installed",
    install_url: `file://${encodeURI(xpi)}`,
    private_browsing: true,
  };
}

/** Where Firefox reads its machine policy: `/etc/firefox/policies` wins over the folder beside the program. */
function policyHome(executable: string): string | null {
  const beside = join(dirname(realpathSync(executable)), "distribution");
  return ["/etc/firefox", beside].find((folder) => existsSync(folder)) ?? null;
}

async function writeStart(folder: string, executable: string, program: string): Promise<string> {
  const view = join(folder, "view");
  await mkdir(join(view, "policies"), { recursive: true });
  const script = join(folder, "start.sh");
  await writeFile(script, startScript(view, policyHome(executable) ?? "", program), { mode: 0o755 });
  return script;
}

/** Every step execs the next; the browser is killed with the process that started it. */
function startScript(view: string, home: string, program: string): string {
  const mount = `mount --bind ${quoted(view)} ${quoted(home)}`;
  const root = process.getuid?.() === 0;
  const enter = root ? "unshare -m" : "unshare -Urm";
  const leave = root ? "" : `unshare -U --map-user=${process.getuid?.()} --map-group=${process.getgid?.()} `;
  return `#!/bin/sh
exec setpriv --pdeathsig KILL ${enter} sh -c ${quoted(`${mount} && exec ${leave}${quoted(program)} "$@"`)} browser "$@"
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
