import type { Call, CallBody } from "../schema/call.ts";
import type { Endpoint, Place, Present, Recognizer } from "../schema/recognizer.ts";
import { endpointsOf } from "./catalog-index.ts";
import { pageHosts } from "./page-hosts.ts";
import { planted, plantedText } from "./specimen-body.ts";

/** A call made of a record: what the record says about itself, as something that can be asked of two catalogs. */
export interface Specimen {
  /** `openai-api POST https://api.openai.com/v1/chat/completions`, with a word for the body. */
  readonly name: string;
  readonly call: Call;
}

const PROMPT = "hello";

/**
 * Calls for every host, method and path of every endpoint of the records, lent ones at the first host alone: with a body that holds what the endpoint asks for
 * and names a model, and with one that cannot be read. Protobuf bodies are not made: those endpoints have the second alone.
 */
export function* specimensOf(
  recognizers: readonly Recognizer[],
  modelOf: (recognizer: Recognizer) => string,
): Generator<Specimen> {
  const byName = new Map(recognizers.map((recognizer) => [recognizer.service, recognizer]));
  const seen = new Set<string>();
  for (const recognizer of recognizers) {
    if (recognizer.abstract === true) continue;
    yield* specimensOfStores(recognizer, byName, seen);
    const model = modelOf(recognizer);
    const hosts = recognizer.hosts.length === 0 ? ["llm.example.com"] : recognizer.hosts;
    const own = Math.max(recognizer.endpoints.length, 1);
    for (const [n, endpoint] of endpointsOf(recognizer, byName).entries())
      yield* specimensAt(recognizer, n < own ? hosts : hosts.slice(0, 1), endpoint, model);
  }
}

/** Uploads of a record's page to its stores: to all their hosts for the first record that uses them, to one for others. */
function* specimensOfStores(
  recognizer: Recognizer,
  byName: ReadonlyMap<string, Recognizer>,
  seen: Set<string>,
): Generator<Specimen> {
  const from = `https://${pageHosts(recognizer)[0]}`;
  for (const store of (recognizer.stores ?? []).flatMap((name) => byName.get(name) ?? [])) {
    const hosts = seen.has(store.service) ? store.hosts.slice(0, 1) : store.hosts;
    seen.add(store.service);
    for (const endpoint of store.endpoints)
      for (const { name, call } of specimensAt(recognizer, hosts, endpoint, ""))
        yield { name, call: { ...call, from } };
  }
}

function* specimensAt(
  recognizer: Recognizer,
  hosts: readonly string[],
  endpoint: Endpoint,
  model: string,
): Generator<Specimen> {
  const port = recognizer.ports?.[0];
  for (const host of hosts) {
    for (const path of endpoint.paths.flatMap(withoutRun)) {
      const authority = filled(host, "a") + (port === undefined ? "" : `:${port}`);
      const address = `${authority}${filledPath(path, endpoint, model)}${queryOf(endpoint, model)}`;
      for (const method of endpoint.method.split("|"))
        yield* specimensTo(recognizer, endpoint, { address, method, model });
    }
  }
}

function* specimensTo(
  { service }: Recognizer,
  endpoint: Endpoint,
  { address, method, model }: { readonly address: string; readonly method: string; readonly model: string },
): Generator<Specimen> {
  const isSocket = method === "WS";
  const url = `${isSocket ? "wss" : "https"}://${address}`;
  const call: Call = {
    method: isSocket ? "GET" : method,
    url,
    headers: headersOf(endpoint, model),
    body: { kind: "none" },
    frames: isSocket ? framesOf(endpoint, model) : [],
  };
  const name = `${service} ${method} ${url}`;
  const body = isSocket || method === "GET" ? call.body : bodyOf(endpoint, model);
  if (body !== null) yield { name, call: { ...call, body } };
  if (isSocket || method === "GET" || endpoint.codec === "none") return;
  yield { name: `${name}, unreadable`, call: { ...call, body: { kind: "unreadable", why: "A specimen." } } };
}

/** What to put where: conditions first, so that a model's place does not overwrite what a condition needs. */
function plantsOf(endpoint: Endpoint, model: string): readonly (readonly [Place, string])[] {
  const conditions = endpoint.if ?? [];
  return [
    ...endpoint.prompt.map((place) => [place, PROMPT] as const),
    ...endpoint.model.map((place) => [place, model] as const),
    ...conditions.map((condition) => [condition.at, textFor(condition, endpoint, model)] as const),
  ];
}

function textFor({ at, is, has }: Present, endpoint: Endpoint, model: string): string {
  return is ?? has?.split("|")[0] ?? (endpoint.model.includes(at) ? model : PROMPT);
}

function valuesUnder(
  part: string,
  endpoint: Endpoint,
  model: string,
): readonly (readonly [string[], string])[] {
  return plantsOf(endpoint, model).flatMap(([place, value]) => {
    const [first = "", ...steps] = place.split("/");
    return first === part ? [[steps, value] as const] : [];
  });
}

function bodyOf(endpoint: Endpoint, model: string): CallBody | null {
  const values = valuesUnder("body", endpoint, model);
  if (endpoint.codec === "none") return { kind: "none" };
  if (endpoint.codec === "rpc" || endpoint.codec === "events") return null;
  const root = values.reduce<unknown>((under, [steps, value]) => planted(under, steps, value), {});
  if (endpoint.codec === "form" || endpoint.codec === "multipart")
    return { kind: "form", fields: fieldsOf(root) };
  const text = JSON.stringify(root) + (endpoint.codec === "frames" ? "\u001e" : "");
  return { kind: "bytes", bytes: new TextEncoder().encode(text) };
}

function fieldsOf(root: unknown): Readonly<Record<string, readonly string[]>> {
  const fields = typeof root === "object" && root !== null ? Object.entries(root) : [];
  return Object.fromEntries(fields.map(([name, value]) => [name, [plantedText(value)]]));
}

function framesOf(endpoint: Endpoint, model: string): readonly string[] {
  const values = valuesUnder("frame", endpoint, model);
  if (values.length === 0) return [];
  return [
    JSON.stringify(values.reduce<unknown>((under, [steps, value]) => planted(under, steps, value), {})),
  ];
}

function headersOf(endpoint: Endpoint, model: string): Readonly<Record<string, string>> {
  const values = valuesUnder("header", endpoint, model);
  return Object.fromEntries(
    values.map(([[name = "", ...steps], value]) => [name, plantedText(planted(null, steps, value))]),
  );
}

function queryOf(endpoint: Endpoint, model: string): string {
  const pairs = valuesUnder("query", endpoint, model).map(
    ([[name = "", ...steps], value]) =>
      `${encodeURIComponent(name)}=${encodeURIComponent(plantedText(planted(null, steps, value)))}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** What a run of segments may be, in paths that services really have: `/**\/responses` is `/v1/responses` nearly always. */
function withoutRun(path: string): readonly string[] {
  return path.includes("/**") ? ["/v1", "/a"].map((run) => path.replace("/**", run)) : [path];
}

/** `a` wherever a path leaves something open, and the model where the path names it. */
function filledPath(path: string, endpoint: Endpoint, model: string): string {
  const named = path.replaceAll(/\{(\w+)(:|\*\*)?\}/g, (_, name: string, mark?: string) => {
    const value = endpoint.model.includes(`path/${name}`) ? encodeURIComponent(model) : "a";
    return mark === ":" ? `${value}:` : value;
  });
  return filled(named, "a");
}

function filled(open: string, word: string): string {
  return open.replace(/^\*\./, `${word}.`).replaceAll(/\*+/g, word);
}
