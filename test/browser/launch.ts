import { chromium, type BrowserContext } from "playwright";
import type { FoundBrowser } from "./find-browser.ts";

/** What every launch needs. The browser is a child of this process and ends with the signal, or with us. */
export interface Launch {
  readonly browser: FoundBrowser;
  /** Folder of the profile, made where it is missing. */
  readonly profile: string;
  readonly headless: boolean;
  readonly signal: AbortSignal;
  /** Host name, or `*` for all others, → port on 127.0.0.1. Empty: the real internet. */
  readonly hosts: Readonly<Record<string, number>>;
  /** SHA-256 of the one public key that is trusted besides the usual ones, base64. */
  readonly spki?: string;
  /** More command-line arguments. */
  readonly args?: readonly string[];
}

/** Defaults of Playwright's that turn extensions, or their installation by policy, off. */
const UNWANTED = [
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-extensions-with-background-pages",
];

/** Starts the browser with a profile of its own; `executable` stands in for the browser's where one is needed. */
export async function launch(
  wanted: Launch,
  extensionArguments: readonly string[],
  executable = wanted.browser.executable,
): Promise<BrowserContext> {
  wanted.signal.throwIfAborted();
  const context = await chromium.launchPersistentContext(wanted.profile, {
    executablePath: executable,
    headless: wanted.headless,
    // Only root cannot have the sandbox; Playwright would turn it off for everybody.
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: wanted.headless ? { width: 1_280, height: 800 } : null,
    ignoreDefaultArgs: UNWANTED,
    args: [...commonArguments(wanted), ...extensionArguments, ...(wanted.args ?? [])],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  // The person, or a crash, may have closed it first.
  const end = () => void context.close().catch(() => undefined);
  wanted.signal.addEventListener("abort", end, { once: true });
  context.once("close", () => wanted.signal.removeEventListener("abort", end));
  if (wanted.signal.aborted) await context.close();
  return context;
}

function commonArguments({ hosts, spki }: Launch): readonly string[] {
  const rules = hostRules(hosts);
  return [
    "--no-first-run",
    "--disable-quic",
    ...(rules === "" ? [] : [`--host-resolver-rules=${rules}`]),
    ...(spki === undefined ? [] : [`--ignore-certificate-errors-spki-list=${spki}`]),
  ];
}

/** The first rule that fits stands, so `*` goes last; loopback itself is never mapped. */
function hostRules(hosts: Readonly<Record<string, number>>): string {
  const named = Object.entries(hosts).filter(([host]) => host !== "*");
  const rest = Object.entries(hosts).filter(([host]) => host === "*");
  const rules = [...named, ...rest].map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`);
  return (
    rest.length === 0 ? rules : [...rules, "EXCLUDE localhost", "EXCLUDE *.localhost", "EXCLUDE 127.0.0.1"]
  ).join(",");
}
