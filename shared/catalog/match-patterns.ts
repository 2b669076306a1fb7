import type { Endpoint, Recognizer } from "../schema/recognizer.ts";
import { endpointsOf, type Catalog } from "./catalog-index.ts";

/** Hosts that a match pattern can carry: exact names and `*.suffix`, of records that have their hosts to themselves. */
export function hostsForPatterns({ recognizers }: Catalog): string[] {
  return [...new Set(recognizers.filter(isWhole).flatMap(({ hosts }) => hosts.filter(isPatternHost)))];
}

/**
 * Every pattern that the network listener's filter needs. Whole hosts where they serve AI alone; path patterns for
 * shapes on any host, for hosts that a pattern cannot spell (`*-aiplatform.googleapis.com`), and for hosts that serve much else.
 * `*:` is http and https only, so sockets have patterns of their own.
 */
export function patternsOf(catalog: Catalog): string[] {
  return patternsWhere(catalog, () => true);
}

/**
 * Those of the patterns above that are for records with an endpoint of this kind. A superset, never less: a listener
 * that waits for a second event on its word would wait forever for one that a pattern left out.
 */
export function patternsWhere(catalog: Catalog, wanted: (endpoint: Endpoint) => boolean): string[] {
  const byName = new Map(catalog.recognizers.map((recognizer) => [recognizer.service, recognizer]));
  const chosen = catalog.recognizers.filter(
    (recognizer) => recognizer.abstract !== true && endpointsOf(recognizer, byName).some(wanted),
  );
  const patterns = new Set<string>();
  for (const host of chosen.filter(isWhole).flatMap(({ hosts }) => hosts.filter(isPatternHost))) {
    for (const scheme of ["*", "ws", "wss"]) patterns.add(`${scheme}://${host}/*`);
  }
  for (const recognizer of chosen) {
    for (const host of narrowHosts(recognizer)) {
      for (const endpoint of endpointsOf(recognizer, byName)) addPaths(patterns, host, endpoint);
    }
  }
  return withoutCovered(patterns);
}

/** Leaves out what a pattern for any host, or one of the same host that is open earlier, lets through anyway. */
function withoutCovered(patterns: ReadonlySet<string>): string[] {
  const stems = Map.groupBy(patterns, originOf);
  return Array.from(patterns).filter((pattern) => {
    const origin = originOf(pattern);
    const anyHost = `${origin.slice(0, origin.indexOf("//"))}//*${pattern.slice(origin.length)}`;
    if (anyHost !== pattern && patterns.has(anyHost)) return false;
    return !stems.get(origin)?.some((other) => other !== pattern && pattern.startsWith(other.slice(0, -1)));
  });
}

/** `*://*.example.com` of a pattern. */
function originOf(pattern: string): string {
  return pattern.slice(0, pattern.indexOf("/", pattern.indexOf("://") + 3));
}

function isWhole({ abstract, mixed, ports }: Recognizer): boolean {
  return abstract !== true && mixed !== true && ports === undefined;
}

/** Not every browser takes an IPv6 address in a pattern, and one that it refuses would cost all the others. */
function isPatternHost(host: string): boolean {
  return !/[*[]/.test(host.replace(/^\*\./, ""));
}

/** The hosts of which only paths may be asked for, as a pattern can spell them. */
function narrowHosts(recognizer: Recognizer): readonly string[] {
  if (recognizer.hosts.length === 0) return ["*"];
  const narrow = recognizer.hosts.filter((host) => host.includes("*") && !isPatternHost(host));
  const spelled = narrow.map((host) => `*.${host.slice(host.lastIndexOf("*") + 1).replace(/^[^.]*\./, "")}`);
  return isWhole(recognizer) ? spelled : [...spelled, ...recognizer.hosts.filter(isPatternHost)];
}

function addPaths(patterns: Set<string>, host: string, { method, paths }: Endpoint): void {
  const methods = method.split("|");
  const schemes = methods.includes("GET") || methods.includes("WS") ? ["*", "ws", "wss"] : ["*"];
  for (const path of paths.flatMap(globsOf)) {
    for (const scheme of schemes) patterns.add(`${scheme}://${host}${path}`);
  }
}

/** A path pattern as globs of match patterns: `/**\/x/{name}` → `/x/*` and `/*\/x/*`; open at the end for a slash, a query or a percent-encoded rest. */
export function globsOf(path: string): string[] {
  const glob = path.replace(/\{\w+(?::\}|\*\*\}|\})/g, (found) => (found.endsWith(":}") ? "*:" : "*"));
  const open = `${glob.replace(/:\*$/, ":")}*`.replaceAll("**", "*").replace(/\*+/g, "*");
  return glob.startsWith("/**/") ? [`/*/${open.slice(3)}`, `/${open.slice(3)}`] : [open];
}
