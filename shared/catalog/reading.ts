import type { Operation } from "../schema/action.ts";
import type { Call } from "../schema/call.ts";
import type { Account, Recognition } from "../schema/recognition.ts";
import type { Codec, Place, Present, Recognizer } from "../schema/recognizer.ts";
import type { CallReader } from "./call-reader.ts";
import type { Candidate, Target } from "./catalog-index.ts";
import type { ModelTables } from "./model-tables.ts";
import { isTree } from "./codec/decoded.ts";
import { modelsOf } from "./models-of-call.ts";
import { choiceOf, type Known, recalledFor } from "./conversations.ts";
import type { Captures } from "./path-pattern.ts";
import { filesOf } from "./files-of-call.ts";
import { regionAt } from "./region.ts";

/** Longest raw model string that is kept, in characters. */
const RAW_LIMIT = 512;
const NOBODY = { model: null, mayBe: null };
/** How deep names are looked for where a list or an object stands in place of one. */
const LEAF_DEPTH = 2;

/**
 * All conditions hold. Where the body cannot tell, an endpoint that its path gives away, or its port (those of loopback
 * hosts), is met all the same.
 */
export function isMet({ recognizer, endpoint, captures }: Candidate, reader: CallReader): boolean {
  const isDistinct = endpoint.distinct === true || recognizer.ports !== undefined;
  return (endpoint.if ?? []).every((condition) => {
    if (holds(condition, endpoint.codec, captures, reader)) return true;
    if (!isDistinct || !condition.at.startsWith("body/")) return false;
    const { root, sound } = reader.body(endpoint.codec);
    return !sound || root === null;
  });
}

/** False where the address alone shows that a condition does not hold, so that nothing else need be read. */
export function mayBeMet({ endpoint, captures }: Candidate, reader: CallReader): boolean {
  return (endpoint.if ?? []).every(
    (condition) => !isOfAddress(condition.at) || holds(condition, endpoint.codec, captures, reader),
  );
}

function isOfAddress(place: Place): boolean {
  return /^(?:query|path|host)\//.test(place);
}

function holds({ at, is, has }: Present, codec: Codec, captures: Captures, reader: CallReader): boolean {
  return reader.valuesAt(at, codec, captures).some((value) => {
    if (value === null || value === undefined) return false;
    if (is === undefined && has === undefined) return true;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return false;
    return is === undefined ? contains(String(value), has ?? "") : String(value) === is;
  });
}

/** Reads everything that an endpoint says about a call that meets it. */
export function describe(
  candidate: Candidate,
  reader: CallReader,
  call: Call,
  target: Target,
  wanted: Known & { readonly prompt: boolean; readonly tables: ModelTables },
): Recognition {
  const { recognizer, endpoint, captures } = candidate;
  const { codec } = endpoint;
  const texts = (places: readonly Place[]): string[] => textsAt(places, codec, captures, reader);
  // Texts inside texts are read in any case, since whether they are sound must not depend on what is wanted.
  const isNeeded = (place: Place): boolean => wanted.prompt || isNested(place, codec);
  const prompt = reader.textAt(endpoint.prompt.filter(isNeeded), codec, captures);
  const attached = texts(endpoint.attachments);
  const account = accountOf(texts(endpoint.account)[0], endpoint.signedOut ?? false);
  const raws = modelStrings(endpoint.model, codec, captures, reader);
  // The record keeps what a broken body says of the model; the decision must not hang on it.
  const trusted = endpoint.model.filter((place) => isTrusted(place, codec, captures, reader));
  const named = modelStrings(trusted, codec, captures, reader);
  const isCut = endpoint.model.some((place) => reader.isCutAt(place, codec, captures));
  // A body that cannot be read to its end may name a model all the same.
  const isUnnamed = raws.length === 0 && !isCut && trusted.length === endpoint.model.length;
  const recalled = isUnnamed ? recalledFor(recognizer.service, endpoint, texts, wanted) : null;
  const { model, mayBe, lab } = modelsOf(recalled?.proven ?? named, recognizer, wanted.tables);
  const isUnknown = model === null && mayBe === null;
  return {
    service: recognizer.service,
    provider: providerOf(recognizer, lab, model),
    operation: operationOf(candidate, reader),
    modelAsSent: raws[0]?.slice(0, RAW_LIMIT) ?? null,
    model,
    mayBe: mayBe === null ? null : [...mayBe],
    pageNamed: isUnknown ? pageNamed(recalled?.said ?? [], named, recognizer, wanted) : null,
    alias: onlyOne(texts(endpoint.alias ?? [])),
    host: target.host,
    chooses: choiceOf(endpoint, texts, named.filter(isNameable)),
    // A part of it is nothing to look for data in, or to keep: nobody knows what the rest says (P5).
    prompt: wanted.prompt && !reader.isCut ? prompt : null,
    attachments: [...new Set(attached)],
    files: filesOf(attached, (places) => scalarsAt(places, codec, captures, reader), endpoint),
    account,
    region: regionOf(candidate, reader, target),
    inspectable: isInspectable(endpoint, reader, call, target, isCut),
  };
}

/**
 * The lab of the model. What answers at a lab's own product (Microsoft's Copilot, say) is the product while the model is
 * the product's own choice from a set.
 */
function providerOf({ provider, resells }: Recognizer, lab: string | null, model: string | null): string {
  if (lab === null || lab === "unknown") return provider;
  return model === null && !resells ? provider : lab;
}

/** Where the call goes; null where nothing tells, or where it may be answered anywhere (P5). */
function regionOf(candidate: Candidate, reader: CallReader, { host }: Target): string | null {
  const { recognizer, endpoint, captures, regions } = candidate;
  const { codec } = endpoint;
  if (recognizer.roams?.some((condition) => holds(condition, codec, captures, reader)) === true) return null;
  return regionAt(regions, host, (place) => textsAt([place], codec, captures, reader));
}

/** `words` are alternatives: `image|imagen`. */
function contains(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words.split("|").some((word) => lower.includes(word.toLowerCase()));
}

function operationOf({ endpoint, captures }: Candidate, reader: CallReader): Operation {
  const choice = endpoint.operations?.find(({ if: condition }) =>
    holds(condition, endpoint.codec, captures, reader),
  );
  return choice?.operation ?? endpoint.operation;
}

/** False for a place in a body, or in a text inside it, that is not what it says it is. */
function isTrusted(place: Place, codec: Codec, captures: Captures, reader: CallReader): boolean {
  if (place.startsWith("body/") && !reader.body(codec).whole) return false;
  if (reader.isCutAt(place, codec, captures)) return false;
  return !(isNested(place, codec) && reader.hasBrokenText());
}

/** True for a place inside a text or bytes that are decoded only where the place leads there. */
function isNested(place: Place, codec: Codec): boolean {
  return codec === "rpc" || codec === "graphql" || place.includes("/$json");
}

/**
 * Different strings only, in the order of the places; a number is a name too (`mode:3`). Every string of a list in
 * place of one counts, since a lenient service takes any of them, and those of an object where nothing else names a model.
 */
function modelStrings(
  places: readonly Place[],
  codec: Codec,
  captures: Captures,
  reader: CallReader,
): readonly string[] {
  const values = places.flatMap((place) => reader.valuesAt(place, codec, captures));
  const names = values.filter((value) => !isObject(value)).flatMap(namesIn);
  const raws = names.length > 0 ? names : values.filter(isObject).flatMap(namesIn);
  return [...new Set(raws.map(String))].filter((raw) => raw !== "");
}

function isObject(value: unknown): boolean {
  return isTree(value) && value.isList !== true;
}

function namesIn(value: unknown): readonly (string | number)[] {
  return leavesOf(value, LEAF_DEPTH).filter((leaf) => typeof leaf === "string" || typeof leaf === "number");
}

function leavesOf(value: unknown, depth: number): readonly unknown[] {
  const leaf = isTree(value) ? value.leaf() : value;
  if (!isTree(leaf)) return [leaf];
  return depth === 0 ? [] : (leaf.step("*") ?? []).flatMap((inner) => leavesOf(inner, depth - 1));
}

function textsAt(places: readonly Place[], codec: Codec, captures: Captures, reader: CallReader): string[] {
  return places
    .flatMap((place) => reader.valuesAt(place, codec, captures))
    .filter((value) => typeof value === "string" && value !== "") as string[];
}

/**
 * What only the page says that the call may be for: of its conversation, or of the strings that it sends. Two are sent
 * where two models answer side by side.
 */
function pageNamed(
  said: readonly string[],
  sent: readonly string[],
  recognizer: Recognizer,
  { tables, names }: Known & { readonly tables: ModelTables },
): string[] | null {
  const { model, mayBe } = said.length === 0 ? NOBODY : modelsOf(said, recognizer, tables);
  const named = sent.flatMap((one) => names?.modelsOf(recognizer.service, one) ?? []);
  const all = new Set([...(model === null ? (mayBe ?? []) : [model]), ...named]);
  return all.size === 0 ? null : [...all];
}

function isNameable(raw: string): boolean {
  return raw.length <= RAW_LIMIT;
}

/** Of several names none counts: which of them the service takes, nobody knows. */
function onlyOne(names: readonly string[]): string | null {
  const [name, ...others] = new Set(names);
  return name === undefined || others.length > 0 ? null : name.slice(0, RAW_LIMIT);
}

/** Numbers count as the texts that they would be. */
function scalarsAt(places: readonly Place[], codec: Codec, captures: Captures, reader: CallReader): string[] {
  return places
    .flatMap((place) => reader.valuesAt(place, codec, captures))
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map(String);
}

function accountOf(id: string | undefined, signedOut: boolean): Account | null {
  if (id === undefined && !signedOut) return null;
  return { id: id?.slice(0, RAW_LIMIT) ?? null, signedOut };
}

/** False where a body or frame is not what the endpoint takes, or where one that must name the model is not there. */
function isInspectable(
  endpoint: Candidate["endpoint"],
  reader: CallReader,
  call: Call,
  target: Target,
  isCut: boolean,
): boolean {
  if (call.body.kind === "unreadable" || reader.hasBrokenText() || isCut) return false;
  if (target.isSocket || target.method === "GET") return reader.frames().every(({ sound }) => sound);
  if (endpoint.codec === "none") return true;
  const { root, sound } = reader.body(endpoint.codec);
  const needsBody = endpoint.model.some((place) => place.startsWith("body/"));
  return sound && !(needsBody && (root === null || root === undefined));
}

/** What is left to say where reading failed: the URL's part, uninspectable. */
export function unreadable({ recognizer, endpoint }: Candidate, { host }: Target): Recognition {
  return {
    service: recognizer.service,
    provider: recognizer.provider,
    operation: endpoint.operation,
    modelAsSent: null,
    model: null,
    mayBe: null,
    pageNamed: null,
    alias: null,
    host,
    chooses: null,
    prompt: null,
    attachments: [],
    files: [],
    account: null,
    region: null,
    inspectable: false,
  };
}
