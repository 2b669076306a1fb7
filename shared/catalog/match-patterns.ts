import type { Endpoint, Recognizer } from "../schema/recognizer.ts";
import { endpointsOf, type Catalog } from "./catalog-index.ts";
import { globsOf, inOne, withAnyVerb, withoutCovered } from "./path-globs.ts";

/** Endpoints of one record, its own and those that are lent to it. */
interface Chosen {
  readonly recognizer: Recognizer;
  readonly endpoints: readonly Endpoint[];
}

const ANY_HOST = "*";
const ANY_PATH = "/*";

/** Hosts that a match pattern can carry: exact names and `*.suffix`, of records that have their hosts to themselves. */
export function hostsForPatterns({ recognizers }: Catalog): string[] {
  return [...new Set(recognizers.filter(isWhole).flatMap(({ hosts }) => hosts.filter(isPatternHost)))];
}

/**
 * Every pattern that the network listener's filter needs. Whole hosts where they serve AI alone; path patterns for
 * shapes on any host, for hosts that a pattern cannot spell (`*-aiplatform.googleapis.com`), and for hosts that serve
 * much else. The browser goes through all of them for each request of any page, and for each that begins with a star
 * through the whole address: so they are few, and may let a little more through than there is to hear.
 */
export function patternsOf(catalog: Catalog): string[] {
  return patternsWhere(catalog, () => true);
}

/**
 * Those of the patterns above that are for endpoints of this kind. A superset, never less: a listener that waits for a
 * second event on its word would wait forever for one that a pattern left out.
 */
export function patternsWhere(catalog: Catalog, wanted: (endpoint: Endpoint) => boolean): string[] {
  return patternsFor(chosenFrom(catalog, wanted), isWhole);
}

/** Patterns for endpoints of this kind and for little else at their hosts: for what need not hear of each picture of a page. */
export function pathsWhere(catalog: Catalog, wanted: (endpoint: Endpoint) => boolean): string[] {
  return patternsFor(chosenFrom(catalog, wanted), () => false);
}

/** `isOpen`: the hosts of which everything is heard. */
function patternsFor(chosen: readonly Chosen[], isOpen: (one: Recognizer) => boolean): string[] {
  const withSockets = chosen.map((one) => ({ ...one, endpoints: one.endpoints.filter(isForSockets) }));
  const calls = written(globsByHost(chosen, isOpen));
  const sockets = written(globsByHost(withSockets, isOpen));
  // `*:` is http and https only, so sockets have patterns of their own.
  return [...under("*", calls), ...under("ws", sockets), ...under("wss", sockets)];
}

/** Patterns of hosts of which only some paths are heard, for those paths written otherwise. */
export interface Spellings {
  /** Addresses with an escape, `%65`. */
  readonly escaped: readonly string[];
  /** All addresses of the hosts that a pattern can carry: for other letters, `/V1`. */
  readonly letters: readonly string[];
}

/**
 * A server may take a path in other letters or with an escape for the same, and a pattern does not: so what is written
 * otherwise is heard of here, where few pages pay for it.
 */
export function otherSpellings({ recognizers }: Catalog): Spellings {
  const real = recognizers.filter(({ abstract }) => abstract !== true);
  const named = real
    .filter(({ mixed }) => mixed === true)
    .flatMap(({ hosts }) => hosts.filter(isPatternHost));
  return {
    escaped: everyScheme([...named, ...real.flatMap(spelledHosts)], "/*%*"),
    letters: everyScheme(named, ANY_PATH),
  };
}

function everyScheme(hosts: readonly string[], path: string): string[] {
  const addresses = hosts.map((host) => `${host}${path}`);
  const all = ["*", "ws", "wss"].flatMap((scheme) => under(scheme, addresses));
  return [...new Set(all)];
}

/** Patterns of shapes on any host, for http and https, as exact as a glob can be: for what stops calls without a look. */
export function shapesOf(catalog: Catalog): string[] {
  const paths = chosenFrom(catalog, () => true)
    .filter(isShape)
    .flatMap(pathsOf);
  return withoutCovered([...new Set(paths.flatMap(globsOf))]).map((glob) => `*://*${glob}`);
}

function chosenFrom({ recognizers }: Catalog, wanted: (endpoint: Endpoint) => boolean): Chosen[] {
  const byName = new Map(recognizers.map((recognizer) => [recognizer.service, recognizer]));
  return recognizers.flatMap((recognizer) =>
    recognizer.abstract === true
      ? []
      : [{ recognizer, endpoints: endpointsOf(recognizer, byName).filter(wanted) }],
  );
}

/** A socket is a GET to whoever looks at it. */
function isForSockets({ method }: Endpoint): boolean {
  return /\b(?:GET|WS)\b/.test(method);
}

/** The globs of paths that are heard of at each host. */
function globsByHost(
  chosen: readonly Chosen[],
  isOpen: (one: Recognizer) => boolean,
): Map<string, Set<string>> {
  const byHost = new Map<string, Set<string>>();
  const shapes = new Set(chosen.filter(isShape).flatMap(pathsOf));
  add(byHost, [ANY_HOST], withAnyVerb(shapes).flatMap(globsOf));
  for (const one of chosen) {
    if (one.endpoints.length === 0 || isShape(one)) continue;
    const named = one.recognizer.hosts.filter(isPatternHost);
    const open = isOpen(one.recognizer);
    if (open) add(byHost, named, [ANY_PATH]);
    const narrow = [...spelledHosts(one.recognizer), ...(open ? [] : named)];
    if (narrow.length === 0) continue;
    const paths = new Set(pathsOf(one).filter((path) => !shapes.has(path)));
    add(byHost, narrow, withAnyVerb(paths).flatMap(globsOf));
  }
  return byHost;
}

function isShape({ recognizer }: Chosen): boolean {
  return recognizer.hosts.length === 0;
}

function pathsOf({ endpoints }: Chosen): string[] {
  return endpoints.flatMap(({ paths }) => paths);
}

function add(byHost: Map<string, Set<string>>, hosts: readonly string[], globs: readonly string[]): void {
  for (const host of hosts) {
    const known = byHost.get(host) ?? new Set();
    byHost.set(host, known);
    for (const glob of globs) known.add(glob);
  }
}

function under(scheme: string, addresses: readonly string[]): string[] {
  return addresses.map((address) => `${scheme}://${address}`);
}

/** The patterns without their scheme, but for those that another lets through anyway: of the same host, or of a domain around it. */
function written(byHost: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return Array.from(byHost).flatMap(([host, globs]) => {
    const around = domainsAround(host).flatMap((domain) => byHost.get(domain) ?? []);
    const own = globs.has(ANY_PATH) ? [ANY_PATH] : Array.from(globs);
    const left = own.filter((glob) => !around.some((others) => others.has(glob) || others.has(ANY_PATH)));
    const short = inOne(withoutCovered(left), { exceptWords: host === ANY_HOST });
    return short.map((glob) => `${host}${glob}`);
  });
}

/** Of `a.example.com`: `*.a.example.com`, `*.example.com`, `*.com`; all of them let it through. */
function domainsAround(host: string): string[] {
  const labels = host.split(".");
  const domains = labels.map((_, n) => `*.${labels.slice(n).join(".")}`);
  return host.startsWith("*") ? domains.slice(2) : domains;
}

function isWhole({ abstract, mixed, ports }: Recognizer): boolean {
  return abstract !== true && mixed !== true && ports === undefined;
}

/** Not every browser takes an IPv6 address in a pattern, and one that it refuses would cost all the others. */
function isPatternHost(host: string): boolean {
  return !/[*[]/.test(host.replace(/^\*\./, ""));
}

/** What a pattern can spell of hosts that it cannot carry: the domain around them. */
function spelledHosts({ hosts }: Recognizer): string[] {
  const others = hosts.filter((host) => host.includes("*") && !isPatternHost(host));
  return others.map((host) => `*.${host.slice(host.lastIndexOf("*") + 1).replace(/^[^.]*\./, "")}`);
}
