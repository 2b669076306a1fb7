import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import type { BrowserKind } from "../deploy/browser-policy.ts";
import { LINUX_PLACES } from "../deploy/policies-for.ts";
import { isMap } from "../deploy/policy-file.ts";
import type { BrowserFacts, HostRegistration, Look } from "../doctor/machine.ts";
import { systemCode } from "../platform/fault.ts";
import type { Surroundings } from "../platform/places.ts";
import { askHost } from "./ask-host.ts";
import { browserProfiles } from "./browser-profiles.ts";
import { foundBrowsers, type BrowserPlace } from "./browsers.ts";
import { MANIFEST_FILE } from "./host-manifest.ts";

const KINDS: Readonly<Record<string, BrowserKind>> = {
  Chromium: "chromium",
  Chrome: "chrome",
  Edge: "edge",
  Firefox: "firefox",
};

/** What is known of each browser found here. `root` stands before the paths of the system. */
export async function browserFacts(around: Surroundings, root: string): Promise<readonly BrowserFacts[]> {
  const programs = runningPrograms(around, root);
  const facts: BrowserFacts[] = [];
  for (const place of foundBrowsers(around, "user")) {
    const kind = KINDS[place.name];
    if (kind === undefined) continue;
    facts.push({
      kind,
      name: place.name,
      isRunning: programs && PROGRAMS[kind].some((name) => programs.has(name)),
      hosts: await registrationsOf(place, around, root),
      profiles: browserProfiles(kind, around),
      policies: managedPolicies(kind, around.platform, root),
    });
  }
  return facts;
}

async function registrationsOf(
  { name, folder }: BrowserPlace,
  around: Surroundings,
  root: string,
): Promise<readonly Look<HostRegistration>[]> {
  const system = foundBrowsers(around, "system").filter((place) => place.name === name);
  return [
    ...(await registrationIn(folder, "user")),
    ...(await Promise.all(system.map((place) => registrationIn(join(root, place.folder), "system")))).flat(),
  ];
}

/** Names of the browsers' processes on Linux; the kernel cuts names at 15 characters. */
const PROGRAMS: Readonly<Record<BrowserKind, readonly string[]>> = {
  chromium: ["chromium", "chromium-browse"],
  chrome: ["chrome"],
  edge: ["msedge"],
  firefox: ["firefox", "firefox-bin", "firefox-esr"],
};

/** Names of the running programs; null where the system does not say. */
function runningPrograms({ platform }: Surroundings, root: string): ReadonlySet<string> | null {
  if (platform !== "linux") return null;
  const folder = join(root, "proc");
  const names = namesIn(folder).filter((name) => /^\d+$/.test(name));
  return new Set(names.map((pid) => (textOf(join(folder, pid, "comm")) ?? "").trim()));
}

const HostFile = z.object({
  path: z.string(),
  allowed_origins: z.optional(z.array(z.string())),
  allowed_extensions: z.optional(z.array(z.string())),
});

async function registrationIn(
  folder: string,
  scope: HostRegistration["scope"],
): Promise<readonly Look<HostRegistration>[]> {
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) return [];
  const parsed = HostFile.safeParse(jsonOf(file));
  if (!parsed.success) return [{ unseen: `${file} is no registration that a browser can read.` }];
  const { path, allowed_origins = [], allowed_extensions = [] } = parsed.data;
  const origins = allowed_origins.map((origin) => origin.replace(/^chrome-extension:\/\/|\/$/g, ""));
  const hasProgram = isProgram(path);
  const started =
    allowed_extensions.length > 0 ? [file, allowed_extensions[0] ?? ""] : allowed_origins.slice(0, 1);
  const answer = hasProgram ? await askHost(path, started) : "nothing";
  return [{ seen: { file, scope, ids: [...origins, ...allowed_extensions], hasProgram, answer } }];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The machine's policies for one browser, as the browser puts its files together. */
function managedPolicies(
  kind: BrowserKind,
  platform: NodeJS.Platform,
  root: string,
): BrowserFacts["policies"] {
  if (platform !== "linux")
    return {
      unseen: `Which browser policies are in force cannot be seen from here on this system. Open ${POLICY_PAGES[kind]} in the browser.`,
    };
  const place = LINUX_PLACES[kind];
  if ("files" in place) {
    const file = place.files.map((one) => join(root, one)).find((one) => existsSync(one));
    return file === undefined ? { seen: {} } : policyMap(file, true);
  }
  const folder = join(root, place.folder);
  const files = namesIn(folder).filter((name) => name.endsWith(".json"));
  const looks = files.toSorted().map((name) => policyMap(join(folder, name), false));
  const unread = looks.find((look) => "unseen" in look);
  if (unread) return unread;
  // What a later file says of a policy stands.
  const values = looks.map((look) => ("seen" in look ? look.seen : {}));
  return { seen: Object.assign({}, ...values) as Readonly<Record<string, unknown>> };
}

const POLICY_PAGES: Readonly<Record<BrowserKind, string>> = {
  chrome: "chrome://policy",
  edge: "edge://policy",
  chromium: "chrome://policy",
  firefox: "about:policies",
};

function policyMap(file: string, isFirefox: boolean): BrowserFacts["policies"] {
  const whole = jsonOf(file);
  const values = isFirefox && isMap(whole) ? whole["policies"] : whole;
  if (isMap(values)) return { seen: values };
  return { unseen: `${file} cannot be read as a file of policies, so the browser ignores it.` };
}

/** Undefined where there is no such file, or where it is no JSON. */
function jsonOf(file: string): unknown {
  const text = textOf(file);
  if (text === null) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return [];
  }
}

/** Bytes that this user may still write where a file lies; null where the system does not say. */
export function freeBytesAt(file: string): number | null {
  const folder = dirname(file);
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}
