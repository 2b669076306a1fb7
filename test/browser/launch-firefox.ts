import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Bidi } from "./bidi.ts";
import { BrowserError } from "./browser-error.ts";
import { Firefox } from "./firefox.ts";
import { canHavePrivateFirefoxPolicy, type FirefoxExtension, writeFirefoxPolicy } from "./firefox-policy.ts";
import { startLoopbackProxy } from "./loopback-proxy.ts";

/** What a launch of Firefox needs. The browser is a child of this process and ends with the signal, or with us. */
export interface FirefoxLaunch {
  readonly executable: string;
  /** Folder of the profile, made where it is missing. Beside it lie `.managed` (policy) and `.home` (see `homeOf`). */
  readonly profile: string;
  /** Null: a browser without it. */
  readonly extension: FirefoxExtension | null;
  /** Host name, `*:PORT`, or `*` for all others, → port on 127.0.0.1. */
  readonly hosts: Readonly<Record<string, number>>;
  readonly signal: AbortSignal;
  /** Opened at the start, before anything can be asked of the browser. */
  readonly startPage?: string;
  readonly policies?: object;
  /** A program that stands in for the browser and has policies already; none are written then. */
  readonly start?: string;
  /** More preferences. */
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}

/** The host of the extension's own pages; a profile would make up its own. */
const PAGES = "6c616e79-6172-4400-8000-000000000001";

/** The home that a Firefox of this profile sees: its native messaging hosts are in `.mozilla/native-messaging-hosts`. */
export function homeOf(profile: string): string {
  return `${profile}.home`;
}

/**
 * Starts Firefox, headless, with the extension, if any, force-installed by policy, as on a managed machine; nothing of
 * the machine is touched. Every certificate is trusted. Errors: `force_unavailable`.
 */
export async function launchFirefox(wanted: FirefoxLaunch): Promise<Firefox> {
  wanted.signal.throwIfAborted();
  const { executable, profile, extension, signal } = wanted;
  if (wanted.start === undefined && !(await canHavePrivateFirefoxPolicy(executable)))
    throw new BrowserError(
      "force_unavailable",
      "The extension cannot be force-installed in Firefox here: that needs Linux, `unshare`, and leave to use namespaces.",
    );
  const start =
    wanted.start ??
    (await writeFirefoxPolicy(`${profile}.managed`, executable, extension, wanted.policies ?? {}));
  await mkdir(homeOf(profile), { recursive: true });
  await writeProfile(wanted, await startLoopbackProxy(wanted.hosts, signal));
  const child = spawn(start, argumentsFor(wanted), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: homeOf(profile), MOZ_CRASHREPORTER_DISABLE: "1" },
  });
  const bidi = await Bidi.connect(await addressOf(child));
  const firefox = new Firefox(bidi, child, { id: extension?.id ?? "", origin: `moz-extension://${PAGES}` });
  signal.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  return firefox;
}

function argumentsFor({ profile, startPage }: FirefoxLaunch): readonly string[] {
  const debugging = ["--remote-debugging-port=0", "--remote-allow-system-access"];
  const page = startPage === undefined ? [] : [startPage];
  return ["--headless", "--no-remote", "--profile", profile, ...debugging, ...page];
}

async function writeProfile(
  { profile, extension, preferences }: FirefoxLaunch,
  proxy: number,
): Promise<void> {
  const all = {
    ...(extension && { "extensions.webextensions.uuids": JSON.stringify({ [extension.id]: PAGES }) }),
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": proxy,
    "network.proxy.socks_remote_dns": true,
    ...preferences,
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await mkdir(profile, { recursive: true });
  await writeFile(join(profile, "user.js"), `${lines.join("\n")}\n`);
}

/** Firefox says on its standard error where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const said: string[] = [];
  if (child.stderr !== null)
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  void once(child, "exit").then(() =>
    reject(new BrowserError("browser_not_found", `Firefox ended at once: ${said.slice(-3).join(" ")}`)),
  );
  return promise;
}
