import {
  anyDeployment,
  BROWSER_KINDS,
  type BrowserKind,
  type BrowserPolicy,
} from "../deploy/browser-policy.ts";
import { BROWSER_NAMES } from "../deploy/deployment-guide.ts";
import { leftOpen, policiesFor } from "../deploy/policies-for.ts";
import { browserOf } from "./deploy.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { wrapped } from "./wrapped.ts";

/** `browser policy`: the browser policies that close what an extension cannot, each with why. `deploy` writes them. */
export function browserPolicy(given: Given): Promise<number> {
  const named = given.value("browser");
  const kinds = named === null ? BROWSER_KINDS : [browserOf(named)];
  if (given.json) printJson(kinds.map(asJson));
  else for (const line of kinds.flatMap(linesOf)) print(plain(line));
  return Promise.resolve(EXIT.done);
}

function asJson(kind: BrowserKind): object {
  const policies = policiesFor(kind, anyDeployment()).map(({ policy, value, why, closes }) => ({
    policy,
    value,
    why,
    closes,
  }));
  return { browser: kind, policies, open: leftOpen(kind) };
}

function linesOf(kind: BrowserKind): readonly string[] {
  return [
    BROWSER_NAMES[kind],
    "",
    ...policiesFor(kind, anyDeployment()).flatMap(policyLines),
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
