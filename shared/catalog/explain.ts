import type { Call } from "../schema/call.ts";
import type { Place } from "../schema/recognizer.ts";
import { CallReader } from "./call-reader.ts";
import { candidatesOf, targetOf, type Catalog } from "./catalog-index.ts";
import { isMet } from "./reading.ts";

/** Which record matched a call, and where it found what. */
export interface Explanation {
  readonly service: string;
  /** The record's paths for this endpoint. */
  readonly paths: readonly string[];
  /** Places that had something, in the order they were read; never the prompt's text. */
  readonly found: readonly {
    readonly what: string;
    readonly at: Place;
    readonly values: readonly string[];
  }[];
}

/** Longest text that is shown of one value, in characters. */
const SHOWN = 80;

/** Says why a call is recognized as it is; null: it is no AI call. */
export function explain(catalog: Catalog, call: Call): Explanation | null {
  const target = targetOf(call.url, call.method);
  if (target === null) return null;
  const reader = new CallReader(call, target.url);
  const candidate = Array.from(candidatesOf(catalog, target)).find((one) => isMet(one, reader));
  if (candidate === undefined) return null;
  const { recognizer, endpoint, captures } = candidate;
  const places = (["model", "prompt", "attachments", "account"] as const).flatMap((what) =>
    endpoint[what].map((at) => ({ what, at })),
  );
  const regions = candidate.regions
    .filter(({ isFor }) => isFor(target.host))
    .map(({ at }) => ({ what: "region", at }));
  const found = [...places, ...regions].map(({ what, at }) => {
    const values = reader.valuesAt(at, endpoint.codec, captures).filter(isScalar).map(String);
    return { what, at, values: values.map((value) => shown(what, value)) };
  });
  return {
    service: recognizer.service,
    paths: endpoint.paths,
    found: found.filter(({ values }) => values.length > 0),
  };
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function shown(what: string, value: string): string {
  return what === "prompt" ? `${value.length} characters` : value.slice(0, SHOWN);
}
