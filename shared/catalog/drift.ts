import type { DegradedReason } from "../schema/discovery-event.ts";
import type { Call } from "../schema/call.ts";
import type { Recognition } from "../schema/recognition.ts";
import type { Endpoint } from "../schema/recognizer.ts";
import { CallReader } from "./call-reader.ts";
import {
  type Candidate,
  candidatesOf,
  hostAsWritten,
  targetOf,
  type Catalog,
  type Target,
} from "./catalog-index.ts";
import { compilePath, matchPath } from "./path-pattern.ts";
import { isMet } from "./reading.ts";

/** A known service that does not look like its record any more. */
export type Drift =
  /** Only what closes the host caught the call: the record has no such path. */
  | { readonly kind: "unknown_path"; readonly service: string; readonly host: string }
  | {
      readonly kind: "degraded";
      readonly service: string;
      /** The record's own pattern. */
      readonly path: string;
      readonly reason: DegradedReason;
    };

/** Records that lend the endpoints which catch whatever else is sent to a service's own hosts. */
const CLOSING: ReadonlySet<string> = new Set(["web-app-host", "api-host"]);

/**
 * Says whether a call shows that a record is behind its service; null: it does not. For services with hosts of their
 * own, and among their endpoints for those whose path alone says that it is AI. `recognition` is what the call was
 * taken for. Not for the hot path: it reads the body again where nothing was found in it.
 */
export function driftOf(catalog: Catalog, call: Call, recognition: Recognition | null): Drift | null {
  const target = targetOf(call.url, call.method);
  if (target === null) return null;
  const reader = new CallReader(call, target.url);
  const { met, passed } = walk(catalog, target, reader);
  if (met !== null && !isClosing(catalog, met.endpoint)) {
    const reason = reasonOf(met, reader, call, recognition);
    return reason === null ? null : degraded(met, reason, target);
  }
  if (passed !== null && call.body.kind !== "none" && call.body.kind !== "unreadable")
    return degraded(passed, "other_shape", target);
  const host = met === null ? null : hostAsWritten(met.recognizer, target.host);
  return met === null || host === null
    ? null
    : { kind: "unknown_path", service: met.recognizer.service, host };
}

/** The endpoint that a call meets, and the first distinct one of a known host before it that it does not. */
function walk(catalog: Catalog, target: Target, reader: CallReader) {
  let passed: Candidate | null = null;
  for (const candidate of candidatesOf(catalog, target)) {
    if (isMet(candidate, reader)) return { met: candidate, passed };
    if (isWatched(candidate)) passed ??= candidate;
  }
  return { met: null, passed };
}

/** Uploads are not: what they carry is the person's own, keys and all. */
function isWatched({ recognizer, endpoint }: Candidate): boolean {
  return recognizer.hosts.length > 0 && endpoint.distinct === true && endpoint.operation !== "file_upload";
}

function isClosing({ recognizers }: Catalog, endpoint: Endpoint): boolean {
  return recognizers.some(({ service, endpoints }) => CLOSING.has(service) && endpoints.includes(endpoint));
}

function reasonOf(
  candidate: Candidate,
  reader: CallReader,
  { body, frames }: Call,
  recognition: Recognition | null,
): DegradedReason | null {
  const { endpoint, captures } = candidate;
  // What the browser does not show says nothing about the record.
  if (!isWatched(candidate) || body.kind === "unreadable") return null;
  if (body.kind === "none" && frames.length === 0) return null;
  if (recognition?.inspectable === false) return "unreadable";
  if (recognition !== null && recognition.prompt !== null) return null; // found: the body is not read again
  if (!endpoint.prompt.some((place) => /^(?:body|frame)\//.test(place))) return null;
  const places = [...endpoint.model, ...endpoint.prompt].filter((place) => !place.startsWith("const/"));
  const found = places.some((place) =>
    reader.valuesAt(place, endpoint.codec, captures).some((value) => value !== undefined && value !== null),
  );
  return found ? null : "nothing_found";
}

function degraded({ recognizer, endpoint }: Candidate, reason: DegradedReason, target: Target): Drift {
  const path = endpoint.paths.find((one) => matchPath(compilePath(one), target.segments) !== null) ?? "/";
  return { kind: "degraded", service: recognizer.service, path, reason };
}
