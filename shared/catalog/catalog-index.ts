import type { Endpoint, Recognizer } from "../schema/recognizer.ts";
import { hostGlob } from "./host-glob.ts";
import { pageHost, pageHosts } from "./page-hosts.ts";
import type { ModelTables } from "./model-tables.ts";
import { compilePath, matchPath, segmentsOf, type Captures, type PathPattern } from "./path-pattern.ts";
import { regionPlaces, type RegionPlace } from "./region.ts";

/** One endpoint of one service, ready to be matched. */
interface Route {
  readonly recognizer: Recognizer;
  readonly endpoint: Endpoint;
  /** Where its replies say which model served. */
  readonly reply: readonly string[];
  readonly methods: ReadonlySet<string>;
  readonly patterns: readonly PathPattern[];
  readonly regions: readonly RegionPlace[];
}

/** A service at hosts that are not told apart by name alone. */
interface Narrowed {
  readonly host: RegExp | null;
  readonly ports: readonly number[] | null;
  /** Compiled at the first call to the service: a worker that wakes for one call pays for one. */
  readonly routes: () => readonly Route[];
}

/** Recognizers, found by host and by the end of the path: what a call costs does not grow with their number. */
export interface Catalog {
  readonly recognizers: readonly Recognizer[];
  /** What model ids are looked up in. */
  readonly tables: ModelTables;
  /** Exact names. */
  readonly hosts: ReadonlyMap<string, readonly Narrowed[]>;
  /** What stands behind the last label with a star. */
  readonly suffixes: ReadonlyMap<string, readonly Narrowed[]>;
  /** Shapes for any host, by the end of their path. */
  readonly shapes: ReadonlyMap<string, readonly Route[]>;
  /** Object stores of services, by the host of the page that sends there. */
  readonly stores: ReadonlyMap<string, readonly Narrowed[]>;
  /** Hosts of the pages that records name, without `www.`. */
  readonly homes: ReadonlySet<string>;
}

/** What of a call decides which endpoints are tried. */
export interface Target {
  readonly url: URL;
  readonly host: string;
  readonly method: string;
  readonly isSocket: boolean;
  readonly segments: readonly string[];
}

/** An endpoint whose host, method and path match. */
export interface Candidate {
  readonly recognizer: Recognizer;
  readonly endpoint: Endpoint;
  readonly reply: readonly string[];
  readonly captures: Captures;
  readonly regions: readonly RegionPlace[];
}

/** Takes a call's address apart; null where it is no URL that a browser could send to. */
export function targetOf(address: string, method: string): Target | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isSocket = url.protocol === "ws:" || url.protocol === "wss:";
  if (!isSocket && url.protocol !== "http:" && url.protocol !== "https:") return null;
  return {
    url,
    host: url.hostname.replace(/\.$/, ""),
    method: method.toUpperCase(),
    isSocket,
    segments: segmentsOf(url.pathname),
  };
}

/** Builds the index. The order of the records is the order of trying; shapes come after hosts. */
export function buildIndex(recognizers: readonly Recognizer[], tables: ModelTables): Catalog {
  const byName = new Map(recognizers.map((recognizer) => [recognizer.service, recognizer]));
  const hosts = new Map<string, Narrowed[]>();
  const suffixes = new Map<string, Narrowed[]>();
  const shapes = new Map<string, Route[]>();
  for (const recognizer of recognizers) {
    if (recognizer.abstract === true) continue;
    const routes = once(() => routesOf(recognizer, byName));
    if (recognizer.hosts.length === 0) for (const route of routes()) addShape(shapes, route);
    for (const host of recognizer.hosts) {
      const narrowed = { host: hostGlob(host), ports: recognizer.ports ?? null, routes };
      if (host.includes("*"))
        add(suffixes, host.slice(host.lastIndexOf("*") + 1).replace(/^[^.]*\./, ""), narrowed);
      else add(hosts, host, narrowed);
    }
  }
  const stores = storesByPage(recognizers, byName);
  return { recognizers, tables, hosts, suffixes, shapes, stores, homes: homesOf(recognizers) };
}

function storesByPage(
  recognizers: readonly Recognizer[],
  byName: ReadonlyMap<string, Recognizer>,
): ReadonlyMap<string, readonly Narrowed[]> {
  const stores = new Map<string, Narrowed[]>();
  for (const recognizer of recognizers) {
    for (const store of (recognizer.stores ?? []).flatMap((name) => byName.get(name) ?? [])) {
      const routes = once(() => routesOf({ ...recognizer, endpoints: store.endpoints, like: [] }, byName));
      for (const page of pageHosts(recognizer))
        for (const host of store.hosts) add(stores, page, { host: exactly(host), ports: null, routes });
    }
  }
  return stores;
}

function exactly(host: string): RegExp {
  return hostGlob(host) ?? new RegExp(`^${host.replaceAll(".", "\\.")}$`);
}

function homesOf(recognizers: readonly Recognizer[]): ReadonlySet<string> {
  const pages = recognizers.flatMap(({ home }) => (home === null ? [] : [new URL(home).hostname]));
  return new Set(pages.map(pageHost));
}

/** The endpoints that a call may be for, in the order of trying; `from` is the origin of the page that sends it. */
export function* candidatesOf(
  catalog: Catalog,
  target: Target,
  from: string | null = null,
): Generator<Candidate> {
  for (const { host, ports, routes } of servicesAt(catalog, target.host)) {
    if (host !== null && !host.test(target.host)) continue;
    if (ports !== null && !ports.includes(Number(target.url.port))) continue;
    yield* matching(routes(), target);
  }
  const last = target.segments.at(-1)?.toLowerCase() ?? "";
  yield* matching(catalog.shapes.get(last) ?? [], target);
  for (const mark of [":", "."]) {
    const at = last.lastIndexOf(mark);
    if (at >= 0) yield* matching(catalog.shapes.get(last.slice(at)) ?? [], target);
  }
  if (from !== null) yield* storesFor(catalog, target, from);
}

/** The uploads that a page of an AI service may make to an object store that serves the world. */
export function* storesFor(catalog: Catalog, target: Target, from: string): Generator<Candidate> {
  if (catalog.stores.size === 0 || !URL.canParse(from)) return;
  const stores = catalog.stores.get(pageHost(new URL(from).hostname)) ?? [];
  for (const { host, routes } of stores) {
    if (host === null || host.test(target.host)) yield* matching(routes(), target);
  }
}

/** True where a record is for this host, or has its page there. */
export function knowsHost(catalog: Catalog, host: string): boolean {
  for (const { host: glob } of servicesAt(catalog, host)) if (glob === null || glob.test(host)) return true;
  return catalog.homes.has(pageHost(host));
}

/** The host of a record that a call went to, as the record spells it: `*.openai.azure.com`, never whose it is. */
export function hostAsWritten({ hosts }: Recognizer, host: string): string | null {
  return hosts.find((one) => one === host || hostGlob(one)?.test(host) === true) ?? null;
}

/** An endpoint's own record's endpoints, then those of the records it is like. */
export function endpointsOf(
  recognizer: Recognizer,
  byName: ReadonlyMap<string, Recognizer>,
): readonly Endpoint[] {
  const lenders = (recognizer.like ?? []).flatMap((name) => byName.get(name) ?? []);
  return [...recognizer.endpoints, ...lenders.flatMap((lender) => lentTo(recognizer, lender))];
}

function routesOf(recognizer: Recognizer, byName: ReadonlyMap<string, Recognizer>): Route[] {
  const regions = regionPlaces(recognizer);
  return endpointsOf(recognizer, byName).map((endpoint) => ({
    recognizer,
    endpoint,
    reply: endpoint.reply ?? recognizer.reply ?? [],
    regions,
    methods: new Set(endpoint.method.split("|")),
    patterns: endpoint.paths.map(compilePath),
  }));
}

/** An endpoint that is lent brings its record's reply places along; those of the borrower count besides. */
function lentTo(borrower: Recognizer, lender: Recognizer): readonly Endpoint[] {
  if (lender.reply === undefined) return lender.endpoints;
  const places = [...lender.reply, ...(borrower.reply ?? [])];
  return lender.endpoints.map((endpoint) => ({ ...endpoint, reply: endpoint.reply ?? places }));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function addShape(shapes: Map<string, Route[]>, route: Route): void {
  for (const tail of new Set(route.patterns.map((pattern) => pattern.tail))) {
    if (tail !== null)
      add(shapes, tail, { ...route, patterns: route.patterns.filter((p) => p.tail === tail) });
  }
}

function* servicesAt(catalog: Catalog, host: string): Generator<Narrowed> {
  yield* catalog.hosts.get(host) ?? [];
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
    yield* catalog.suffixes.get(host.slice(dot + 1)) ?? [];
  }
}

function* matching(routes: readonly Route[], target: Target): Generator<Candidate> {
  for (const { recognizer, endpoint, reply, methods, patterns, regions } of routes) {
    if (!methods.has(target.method) && !(target.isSocket && methods.has("WS"))) continue;
    const captures = firstMatch(patterns, target.segments);
    if (captures !== null) yield { recognizer, endpoint, reply, captures, regions };
  }
}

function firstMatch(patterns: readonly PathPattern[], segments: readonly string[]): Captures | null {
  for (const pattern of patterns) {
    const captures = matchPath(pattern, segments);
    if (captures !== null) return captures;
  }
  return null;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
