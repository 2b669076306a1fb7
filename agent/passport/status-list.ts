import { deflateSync, inflateSync } from "node:zlib";
import * as z from "zod/mini";
import type { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import { PassportError } from "./fault.ts";
import { signJws, verifyJws } from "./jws.ts";
import type { SigningKey } from "./signing-key.ts";
import { soundJson } from "./sound-json.ts";

/** Which passports of an issuer still count, at one moment: a Token Status List. */
export interface StatusList {
  readonly uri: string;
  /** Milliseconds since 1970 UTC. */
  readonly issued: number;
  /** Milliseconds from then until it should have been followed by another. */
  readonly fresh: number;
  /** Null: no end but by its age. */
  readonly expires: number | null;
  /** False where it was revoked or suspended; null where the list does not reach that far. */
  readonly isGood: (index: number) => boolean | null;
}

/** Bytes of a list when it is inflated: a hundred million passports. */
const LARGEST = 16_000_000;
/** Characters of a list as it is sent. */
const LONGEST = 24_000_000;
/** Milliseconds that a list counts as fresh which does not say it. */
const DAY = 86_400_000;

const TYPE = "statuslist+jwt";

const Content = z.looseObject({
  sub: z.string(),
  iat: z.number().check(z.minimum(0)),
  exp: z.optional(z.number()),
  ttl: z.optional(z.number().check(z.minimum(1), z.maximum(31_536_000))),
  status_list: z.looseObject({
    bits: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
    lst: z.string(),
  }),
});

/** What a list is asked by. */
export interface ListExpected {
  readonly uri: string;
  readonly keys: readonly PublicJwk[];
}

/** Verifies a status list and inflates it once. Throws a `PassportError`. */
export async function readStatusList(text: string, { uri, keys }: ListExpected): Promise<StatusList> {
  if (text.length > LONGEST) throw new PassportError("too_large", "The status list is too long.");
  const encoded = text.trim();
  const { header, text: payload } = await verifyJws(encoded, keys, headerOf(encoded));
  if (header["typ"] !== TYPE)
    throw new PassportError("malformed", "It is signed as something else than a status list.");
  const reading = Content.safeParse(soundJson(payload, "The status list"));
  if (!reading.success) throw new PassportError("malformed", "The status list is not what it should be.");
  const { sub, iat, exp, ttl, status_list: list } = reading.data;
  // Otherwise the list of other passports, in which nobody is revoked, would do as well.
  if (sub !== uri) throw new PassportError("malformed", "It is the status list of other passports.");
  return {
    uri,
    issued: iat * 1_000,
    fresh: ttl === undefined ? DAY : ttl * 1_000,
    expires: exp === undefined ? null : exp * 1_000,
    isGood: goodIn(inflated(list.lst), list.bits),
  };
}

function headerOf(jws: string): Readonly<Record<string, unknown>> {
  const header = soundJson(
    Buffer.from(jws.split(".", 1)[0] ?? "", "base64url").toString("utf8"),
    "The status list’s header",
  );
  return typeof header === "object" && header !== null ? { ...header } : {};
}

function inflated(list: string): Buffer {
  try {
    return inflateSync(Buffer.from(list, "base64url"), { maxOutputLength: LARGEST });
  } catch (error) {
    throw new PassportError("malformed", "The status list cannot be unpacked.", error);
  }
}

/** The first status stands in the lowest bits; 0 is the only one that counts. */
function goodIn(bytes: Buffer, bits: number): StatusList["isGood"] {
  const each = 8 / bits;
  return (index) => {
    const byte = bytes[Math.floor(index / each)];
    if (byte === undefined) return null;
    return ((byte >> ((index % each) * bits)) & ((1 << bits) - 1)) === 0;
  };
}

/** What a new list says of itself. */
export interface ListTimes {
  readonly uri: string;
  /** Milliseconds, all of them. */
  readonly issued: number;
  readonly fresh: number;
  readonly expires: number;
}

/** Signs a list of so many passports, of which these are revoked. */
export function newStatusList(
  key: SigningKey,
  { uri, issued, fresh, expires }: ListTimes,
  size: number,
  revoked: Iterable<number>,
): string {
  const bytes = Buffer.alloc(Math.ceil(size / 8));
  for (const index of revoked) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  return signJws(
    key,
    { typ: TYPE },
    {
      sub: uri,
      iat: Math.floor(issued / 1_000),
      exp: Math.floor(expires / 1_000),
      ttl: Math.floor(fresh / 1_000),
      status_list: { bits: 1, lst: deflateSync(bytes).toString("base64url") },
    },
  );
}
