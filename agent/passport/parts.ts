import { createHash } from "node:crypto";
import { PassportError } from "./fault.ts";
import { LONGEST, MOST_DISCLOSURES, Payload } from "./form.ts";
import { soundJson } from "./sound-json.ts";

/** One claim that can be disclosed or kept back. Its value is not read here. */
interface Disclosure {
  readonly encoded: string;
  readonly name: string;
}

/** A passport taken apart, before anything about it is believed. */
export interface PassportParts {
  /** What the issuer signed. */
  readonly jwt: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Payload;
  readonly disclosures: readonly Disclosure[];
}

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
/** Salt and name of a disclosure, up to its value. */
const NAMED = /^\s*\[\s*"(?:[^"\\]|\\.)*"\s*,\s*("(?:[^"\\]|\\.)*")\s*,/;

/**
 * Takes a passport apart and holds it to RFC 9901, 7.1: every digest once, every disclosure under a digest, no name
 * twice. A key-binding JWT behind it is left out. Throws a `PassportError`.
 */
export function partsOf(text: string): PassportParts {
  if (text.length > LONGEST)
    throw new PassportError("too_large", `The passport is longer than ${LONGEST} characters.`);
  const [jwt = "", ...rest] = text.trim().split("~");
  if (!JWT.test(jwt) || rest.length === 0)
    throw new PassportError("malformed", "The passport is no SD-JWT. Fetch it anew.");
  const encoded = rest.slice(0, -1);
  if (encoded.length > MOST_DISCLOSURES)
    throw new PassportError("too_large", `The passport has more than ${MOST_DISCLOSURES} disclosures.`);
  const [header = "", payload = ""] = jwt.split(".");
  const read = payloadOf(decoded(payload));
  return {
    jwt,
    header: headerOf(decoded(header)),
    payload: read,
    disclosures: disclosuresOf(encoded, read),
  };
}

function headerOf(text: string): Readonly<Record<string, unknown>> {
  const header = soundJson(text, "The passport’s header");
  if (typeof header === "object" && header !== null) return header as Record<string, unknown>;
  throw new PassportError("malformed", "The passport’s header is no header.");
}

function payloadOf(text: string): Payload {
  const reading = Payload.safeParse(soundJson(text, "The passport"));
  if (reading.success) return reading.data;
  const field = reading.error.issues[0]?.path.join(".") ?? "";
  throw new PassportError(
    "malformed",
    `The passport’s field "${field}" is missing, or not what belongs there.`,
  );
}

function disclosuresOf(encoded: readonly string[], payload: Payload): readonly Disclosure[] {
  const { _sd: signed = [] } = payload;
  const digests = new Set(signed);
  if (digests.size !== signed.length)
    throw new PassportError("duplicated", "The passport has the same digest twice.");
  const names = new Set(Object.keys(payload));
  return encoded.flatMap((one) => {
    // Each digest is taken once: a disclosure that is there twice has none left.
    if (!digests.delete(digestOf(one)))
      throw new PassportError(
        "duplicated",
        "A disclosure of the passport belongs to no digest, or is there twice.",
      );
    const name = nameIn(decoded(one));
    if (name === null) return [];
    if (names.has(name))
      throw new PassportError("duplicated", `The passport says "${name.slice(0, 60)}" twice.`);
    names.add(name);
    return [{ encoded: one, name }];
  });
}

function nameIn(text: string): string | null {
  const [, quoted] = NAMED.exec(text) ?? [];
  return quoted === undefined ? null : String(soundJson(quoted, "A disclosure’s name"));
}

/** The digest under which the issuer signed a disclosure, over its text as it stands. */
export function digestOf(disclosure: string): string {
  return createHash("sha256").update(disclosure).digest("base64url");
}

function decoded(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}
