import type { Call } from "../schema/call.ts";
import type { Recognition } from "../schema/recognition.ts";
import type { Endpoint, Place, Recognizer } from "../schema/recognizer.ts";
import type { Known } from "./conversations.ts";
import { CallReader } from "./call-reader.ts";
import { buildIndex, candidatesOf, storesFor, targetOf, type Catalog } from "./catalog-index.ts";
import { describe, isMet, mayBeMet, unreadable } from "./reading.ts";
import { BUILT_IN_TABLES, type ModelTables } from "./model-tables.ts";
import {
  hostsForPatterns,
  otherSpellings,
  pathsWhere,
  patternsOf,
  patternsWhere,
  shapesOf,
  type Spellings,
} from "./match-patterns.ts";

export type { Catalog };

/** What the caller wants besides the model. */
export interface Wanted extends Known {
  /** True where the prompt's text is needed, for its hash or to look for data. */
  readonly prompt: boolean;
}

/** What the network layer must wait for before it can ask `recognize`. */
export interface Touch {
  readonly service: string;
  readonly readsBody: boolean;
  readonly readsHeaders: boolean;
  /** For a socket: what goes over it says more than its address does. */
  readonly readsFrames: boolean;
  /** For a socket: the model may be named by what goes over it. */
  readonly modelInFrames: boolean;
}

/**
 * Indexes recognizers once, for all calls. The order of the records is the order of trying; `tables` are the names of
 * models of the same edition.
 */
export function indexCatalog(
  recognizers: readonly Recognizer[],
  tables: ModelTables = BUILT_IN_TABLES,
): Catalog {
  return buildIndex(recognizers, tables);
}

/** Hosts of the catalog as a match pattern can carry them (`x.com`, `*.x.com`), for `*://HOST/*`. */
export function catalogHosts(catalog: Catalog): string[] {
  return hostsForPatterns(catalog);
}

/** WebExtension match patterns that let through every call `recognize` could know, and little else. */
export function matchPatterns(catalog: Catalog): string[] {
  return patternsOf(catalog);
}

/** Match patterns of hosts of which `matchPatterns` lets some paths through: for those paths in another spelling. */
export function spellingPatterns(catalog: Catalog): Spellings {
  return otherSpellings(catalog);
}

/** Match patterns of the shapes on any host alone, which let through no more than a glob must: for rules that ask nobody. */
export function shapePatterns(catalog: Catalog): string[] {
  return shapesOf(catalog);
}

/** Of the patterns above those for services where a decision hangs on headers: all that `touches` says of `readsHeaders`. */
export function headerPatterns(catalog: Catalog): string[] {
  return patternsWhere(catalog, readsHeaders);
}

/** Of the patterns above those for sockets whose frames matter: all that `touches` says of `readsFrames`. */
export function framePatterns(catalog: Catalog): string[] {
  return patternsWhere(catalog, readsFrames).filter((pattern) => pattern.startsWith("ws"));
}

/** Patterns for calls that choose the model of a conversation, and for little else at their hosts. */
export function choicePatterns(catalog: Catalog): string[] {
  return pathsWhere(catalog, ({ remember }) => remember !== undefined);
}

/** Tells by URL and method alone whether a call may be for an AI service; null: it cannot be. */
export function touches(catalog: Catalog, url: string, method: string): Touch | null {
  const target = targetOf(url, method);
  if (target === null) return null;
  const reader = new CallReader(
    { method, url, headers: null, body: { kind: "none" }, frames: [] },
    target.url,
  );
  const candidates = Array.from(candidatesOf(catalog, target)).filter((one) => mayBeMet(one, reader));
  const [first] = candidates;
  if (first === undefined) return null;
  return {
    service: first.recognizer.service,
    readsBody: candidates.some(({ endpoint }) => endpoint.codec !== "none"),
    readsHeaders: candidates.some(({ endpoint }) => readsHeaders(endpoint)),
    readsFrames: target.isSocket && candidates.some(({ endpoint }) => readsFrames(endpoint)),
    modelInFrames: target.isSocket && candidates.some(({ endpoint }) => endpoint.model.some(isInFrame)),
  };
}

/** True where what this page sends may be its service's upload to an object store that serves the world. */
export function touchesStore(catalog: Catalog, url: string, method: string, from: string): boolean {
  const target = targetOf(url, method);
  return target !== null && storesFor(catalog, target, from).next().done !== true;
}

/**
 * Says what a call is: the first endpoint whose host, method, path and conditions match. Null: not an AI call.
 * Never throws; where reading fails in a way nobody foresaw, the call is recognized by its URL and uninspectable.
 */
export function recognize(catalog: Catalog, call: Call, wanted: Wanted): Recognition | null {
  const target = targetOf(call.url, call.method);
  if (target === null) return null;
  const reader = new CallReader(call, target.url, wanted.prompt ? "texts" : "model");
  for (const candidate of candidatesOf(catalog, target, call.from ?? null)) {
    try {
      if (!isMet(candidate, reader)) continue;
      return describe(candidate, reader, call, target, { ...wanted, tables: catalog.tables });
    } catch {
      return unreadable(candidate, target);
    }
  }
  return null;
}

function readsHeaders(endpoint: Endpoint): boolean {
  return placesOf(endpoint).some((place) => place.startsWith("header/"));
}

function readsFrames({ model, prompt, attachments, account }: Endpoint): boolean {
  return [...model, ...prompt, ...attachments, ...account].some(isInFrame);
}

function isInFrame(place: Place): boolean {
  return place.startsWith("frame/");
}

/** The places that a decision hangs on. */
function placesOf(endpoint: Endpoint): readonly Place[] {
  const conditions = [...(endpoint.if ?? []), ...(endpoint.operations ?? []).map((choice) => choice.if)];
  return [...endpoint.model, ...endpoint.account, ...conditions.map(({ at }) => at)];
}
