import {
  BROWSER_KINDS,
  type BrowserKind,
  type BrowserPolicy,
  type Deployment,
} from "../deploy/browser-policy.ts";
import { leftOpen, policiesFor } from "../deploy/policies-for.ts";
import { firefoxJson, linuxJson } from "../deploy/policy-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { familyOf } from "./host-manifest.ts";
import { note, plain, print, printJson } from "./print.ts";
import { wrapped } from "./wrapped.ts";

/** `browser policy`: the browser policies that close what an extension cannot, with why; or a file of them. */
export function browserPolicy(given: Given): Promise<number> {
  const kinds = kindsOf(given);
  const format = formatOf(given);
  if (format !== null) printFile(given, kinds, format);
  else if (given.json) printJson(kinds.map((kind) => asJson(kind, deploymentOf(given, kind))));
  else
    for (const line of kinds.flatMap((kind) => linesOf(kind, deploymentOf(given, kind)))) print(plain(line));
  return Promise.resolve(EXIT.done);
}

/** What each browser is called. */
export const BROWSER_NAMES: Readonly<Record<BrowserKind, string>> = {
  chrome: "Chrome",
  edge: "Edge",
  chromium: "Chromium",
  firefox: "Firefox",
};

function kindsOf(given: Given): readonly BrowserKind[] {
  const named = given.value("browser");
  if (named === null) return BROWSER_KINDS;
  const kind = BROWSER_KINDS.find((one) => one === named);
  if (kind) return [kind];
  throw new CommandError(
    "usage",
    `"${named}" is no browser here. Write one of: ${BROWSER_KINDS.join(", ")}.`,
  );
}

const FORMATS = { "linux-json": linuxJson, "firefox-json": firefoxJson } as const;
type Format = keyof typeof FORMATS;

function formatOf(given: Given): Format | null {
  const named = given.value("format");
  if (named === null) return null;
  if (named === "linux-json" || named === "firefox-json") return named;
  throw new CommandError("usage", `"${named}" is no format. Write linux-json, or firefox-json for Firefox.`);
}

function deploymentOf(given: Given, kind: BrowserKind): Deployment {
  const fits = (id: string): boolean => (familyOf(id) === "firefox") === (kind === "firefox");
  return {
    extensionId: given.values("extension-id").findLast(fits) ?? "EXTENSION-ID",
    updateUrl: given.value("update-url") ?? "UPDATE-URL",
    allowed: given.values("allow-extension").filter(fits),
    pac: given.value("pac"),
  };
}

/** A file is for one browser, and nothing in it may be a word to fill in. */
function printFile(given: Given, kinds: readonly BrowserKind[], format: Format): void {
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw new CommandError("usage", "A file is for one browser: name it with --browser.");
  if ((kind === "firefox") !== (format === "firefox-json"))
    throw new CommandError("usage", `${BROWSER_NAMES[kind]} does not read ${format}.`);
  const id = needed(given, "extension-id");
  const deployment = deploymentOf(given, kind);
  if (deployment.extensionId !== id)
    throw new CommandError("usage", `"${id}" is no extension id of ${BROWSER_NAMES[kind]}.`);
  needed(given, "update-url");
  const policies = policiesFor(kind, deployment);
  process.stdout.write(FORMATS[format](policies));
  for (const { policy, closes, why } of policies) note(`${policy} closes ${closes}: ${why}`);
}

function asJson(kind: BrowserKind, deployment: Deployment): object {
  const policies = policiesFor(kind, deployment).map(({ policy, value, why, closes }) => ({
    policy,
    value,
    why,
    closes,
  }));
  return { browser: kind, policies, open: leftOpen(kind) };
}

function linesOf(kind: BrowserKind, deployment: Deployment): readonly string[] {
  return [
    BROWSER_NAMES[kind],
    "",
    ...policiesFor(kind, deployment).flatMap(policyLines),
    "  Open all the same:",
    ...leftOpen(kind).flatMap((one) => wrapped(one, "    ")),
    "",
  ];
}

function policyLines({ policy, value, why, closes }: BrowserPolicy): readonly string[] {
  return [
    `  ${policy.padEnd(36)} closes ${closes}`,
    `      ${JSON.stringify(value)}`,
    ...wrapped(why, "      "),
    "",
  ];
}
