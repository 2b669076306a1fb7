import browser, { type DeclarativeNetRequest, type Manifest, type Scripting } from "webextension-polyfill";
import { shapePatterns } from "../../shared/catalog/recognize.ts";
import { storeScopes } from "../../shared/catalog/store-scopes.ts";
import { baselineRules } from "../baseline.ts";
import { RULE_TAKER } from "./baseline.ts";
import type { EditionInForce } from "./catalog-in-force.ts";
import { replaceDynamicRules } from "./dynamic-rules.ts";

/** How ids of content scripts for hosts of an edition begin. */
const SCRIPT = "edition-";

/**
 * Makes the browser close and serve the hosts that an edition has and the built-in catalog has not: rules that hold
 * from the start of the browser until the worker is ready, as the static ones do for built-in hosts, and the content
 * scripts of the manifest. Both outlast the browser; what an earlier edition left is taken away.
 */
export async function setReach(builtIn: EditionInForce, now: EditionInForce): Promise<void> {
  const hosts = beyond(now.hosts, builtIn.hosts);
  const isBuiltIn = now.catalog === builtIn.catalog;
  const shapes = isBuiltIn ? [] : beyond(shapePatterns(now.catalog), shapePatterns(builtIn.catalog));
  const stores = isBuiltIn ? [] : storeScopes(now.catalog);
  const rules = baselineRules(hosts, shapes, RULE_TAKER, stores);
  await Promise.all([
    replaceDynamicRules("edition", rules as DeclarativeNetRequest.Rule[]),
    setScripts(hosts),
  ]);
}

function beyond(all: readonly string[], known: readonly string[]): readonly string[] {
  const floor = new Set(known);
  return all.filter((one) => !floor.has(one));
}

async function setScripts(hosts: readonly string[]): Promise<void> {
  const before = await browser.scripting.getRegisteredContentScripts();
  const old = before.map(({ id }) => id).filter((id) => id.startsWith(SCRIPT));
  if (old.length > 0) await browser.scripting.unregisterContentScripts({ ids: old });
  if (hosts.length === 0) return;
  const matches = hosts.map((host) => `*://${host}/*`);
  const scripts = (browser.runtime.getManifest().content_scripts ?? []).filter(isForServices);
  await browser.scripting.registerContentScripts(scripts.map((script, n) => registered(script, n, matches)));
}

/** A script that runs everywhere runs on the hosts of an edition already. */
function isForServices({ matches }: Manifest.ContentScript): boolean {
  return !matches.some((pattern) => pattern === "<all_urls>" || pattern.startsWith("*://*/"));
}

function registered(
  { js, css, run_at, all_frames, match_origin_as_fallback, world }: Manifest.ContentScript,
  n: number,
  matches: string[],
): Scripting.RegisteredContentScript {
  return {
    id: `${SCRIPT}${n}`,
    matches,
    persistAcrossSessions: true,
    ...(js && { js: js.map(inPackage) }),
    ...(css && { css: css.map(inPackage) }),
    ...(run_at && { runAt: run_at }),
    ...(all_frames !== undefined && { allFrames: all_frames }),
    ...(match_origin_as_fallback !== undefined && { matchOriginAsFallback: match_origin_as_fallback }),
    ...(world && { world }),
  };
}

/** Firefox gives whole addresses where the manifest has paths, and takes none where it wants paths. */
function inPackage(file: string): string {
  const root = browser.runtime.getURL("");
  return file.startsWith(root) ? file.slice(root.length) : file;
}
