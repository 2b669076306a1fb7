import type { BodyForm } from "../schema/discovery-event.ts";
import type { Call, CallBody } from "../schema/call.ts";
import { decodeBody } from "./codec/body.ts";
import { gunzip, isGzip } from "./codec/gzip.ts";
import { lenientText, strictText } from "./codec/text.ts";
import { isMap, type Shape, sketchText } from "./json-sketch.ts";
import { plainKey } from "./plain-key.ts";

/** What a body looks like: keys and types, and no value of it. */
export interface Structure {
  readonly form: BodyForm;
  /** JSON, at most 2,000 characters; null where the form has no keys. */
  readonly structure: string | null;
}

/** Longest structure, in characters. */
const LIMIT = 2_000;
/** How much of it is left away until it fits: depth, and members of one object. */
const CUTS: readonly (readonly [depth: number, members: number])[] = [
  [6, 200],
  [5, 60],
  [4, 40],
  [3, 30],
  [2, 25],
  [1, 25],
];
/** Most fields of a form that are told. */
const FIELD_LIMIT = 100;
/** How far into a frame the JSON behind a packet's number may begin. */
const PREFIX_LIMIT = 32;
const URLENCODED = /^[\w.~%+*$[\]-]+=[^\s{}"<>]*$/;

/** The structure of what a call carries: its frames where it has any, else its body. */
export function structureOf({ body, frames }: Call): Structure {
  if (frames.length > 0) return { form: "frames", structure: fitting(frames.slice(-5).map(shapeOfFrame)) };
  if (body.kind === "form") return formOf(decodeBody(body, "form", "model").root, "form");
  return body.kind === "bytes" ? structureOfBytes(body.bytes) : { form: "none", structure: null };
}

function structureOfBytes(packed: Uint8Array): Structure {
  const bytes = isGzip(packed) ? gunzip(packed) : packed;
  if (bytes === null) return { form: "bytes", structure: null };
  const body: CallBody = { kind: "bytes", bytes };
  if (bytes[0] === 45 && bytes[1] === 45)
    return formOf(decodeBody(body, "multipart", "model").root, "multipart");
  const text = lenientText(isEnvelope(bytes) ? bytes.subarray(5) : bytes);
  if (/^\s*[[{]/.test(text)) return { form: "json", structure: fitting(sketchText(text)) };
  if (URLENCODED.test(text)) return formOf(decodeBody(body, "form", "model").root, "form");
  return { form: strictText(bytes) === null || bytes.includes(0) ? "bytes" : "text", structure: null };
}

/** A message of Connect or gRPC that is JSON: a flag and four bytes of length before it. */
function isEnvelope(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 9) < 2 && bytes[5] === 123;
}

function formOf(fields: unknown, form: BodyForm): Structure {
  const shape = new Map<string, Shape>();
  for (const [name, values] of fields instanceof Map ? Array.from(fields).slice(0, FIELD_LIMIT) : [])
    shape.set(plainKey(String(name)), shapeOfField(values));
  return { form, structure: fitting(shape) };
}

/** A field that is JSON itself is told without keys: it may be what a person has pasted. */
function shapeOfField(values: unknown): Shape {
  const [first] = Array.isArray(values) ? values : [values];
  return typeof first === "string" && /^\s*\[/.test(first) ? withoutKeys(sketchText(first)) : "string";
}

function withoutKeys(shape: Shape): Shape {
  if (isMap(shape)) return "object";
  return typeof shape === "string" ? shape : shape.map(withoutKeys);
}

function shapeOfFrame(frame: string | Uint8Array): Shape {
  const text = typeof frame === "string" ? frame : strictText(frame);
  if (text === null) return "bytes";
  const start = text.slice(0, PREFIX_LIMIT).search(/[[{]/);
  return start < 0 ? "string" : sketchText(text.slice(start));
}

function fitting(shape: Shape): string {
  for (const [depth, members] of CUTS) {
    const text = JSON.stringify(cut(shape, depth, members));
    if (text.length <= LIMIT) return text;
  }
  return JSON.stringify(typeof shape === "string" ? shape : isMap(shape) ? "object" : "array");
}

/** A shape as plain JSON, without what is deeper or more than asked for. */
function cut(shape: Shape, depth: number, members: number): unknown {
  if (typeof shape === "string") return shape;
  if (depth === 0) return isMap(shape) ? "object" : "array";
  if (!isMap(shape)) return shape.slice(0, members).map((element) => cut(element, depth - 1, members));
  const kept = Array.from(shape).slice(0, members);
  return Object.fromEntries(kept.map(([key, value]) => [key, cut(value, depth - 1, members)]));
}
