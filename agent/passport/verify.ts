import { SDJwtInstance } from "@sd-jwt/core";
import type { CompiledIssuer } from "../../shared/policy/compiled-policy.ts";
import type { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import type { Claim } from "../../shared/schema/proof.ts";
import { calledBy, type Occasion } from "./disclose.ts";
import { PassportError } from "./fault.ts";
import { ClaimValues, HEADER_TYPES, PASSPORT_TYPE, type Payload } from "./form.ts";
import { hasher } from "./hasher.ts";
import { refuseAlgorithm, verifyJws } from "./jws.ts";
import { partsOf, type PassportParts } from "./parts.ts";
import { algOf } from "./signing-key.ts";

/** What a passport must fit. */
export interface Expected {
  readonly issuers: readonly CompiledIssuer[];
  /** The public half of this device's key. */
  readonly device: PublicJwk;
  /** The id of the person whose device it is. */
  readonly person: string;
  /** Milliseconds since 1970 UTC. */
  readonly occasion: Occasion;
}

/** A passport whose issuer, signatures and binding hold. Whether it counts now is for `standingOf` to say. */
export interface Passport {
  readonly issuer: CompiledIssuer;
  readonly subject: string | null;
  /** Milliseconds since 1970 UTC, all of them. */
  readonly issued: number;
  readonly begins: number;
  readonly expires: number;
  readonly claims: ClaimValues;
  readonly status: { readonly uri: string; readonly index: number } | null;
}

/** Seconds by which the clocks of issuer and device may differ. */
const SKEW = 60;

/**
 * Verifies what a holder shows (RFC 9901, 7.3): the issuer's signature, every digest, and that the key which it is
 * bound to is this device's and was used for this occasion. Throws a `PassportError`.
 */
export async function verifyPassport(shown: string, expected: Expected): Promise<Passport> {
  const parts = partsOf(shown);
  refuseAlgorithm(parts.header);
  const issuer = issuerOf(parts, expected.issuers);
  refuseOtherDevice(parts.payload, expected);
  const open = await verified(shown, parts, issuer, expected);
  const { sub, iat, nbf, exp, status } = parts.payload;
  if (sub !== undefined && sub !== expected.person)
    throw new PassportError(
      "other_person",
      `The passport is that of "${sub}", and this device is used by "${expected.person}".`,
    );
  return {
    issuer,
    subject: sub ?? null,
    issued: iat * 1_000,
    begins: (Math.max(iat, nbf ?? 0) - SKEW) * 1_000,
    expires: exp * 1_000,
    claims: claimsOf(open, issuer),
    status: status ? { uri: status.status_list.uri, index: status.status_list.idx } : null,
  };
}

/** The issuer that policy names; throws where it names none of this id and this kind of passport. */
export function issuerOf(
  { header, payload }: PassportParts,
  issuers: readonly CompiledIssuer[],
): CompiledIssuer {
  const issuer = issuers.find(
    ({ id, type }) => id === payload.iss && (type ?? PASSPORT_TYPE) === payload.vct,
  );
  if (!issuer)
    throw new PassportError(
      "unknown_issuer",
      `The policy names no issuer "${payload.iss}" of passports of the type ${payload.vct}.`,
    );
  if (!HEADER_TYPES.includes(header["typ"]))
    throw new PassportError("malformed", "It is signed as something else than a passport.");
  return issuer;
}

function refuseOtherDevice({ cnf: { jwk } }: Payload, { device }: Expected): void {
  const y = device.kty === "EC" ? device.y : undefined;
  if (jwk.kty === device.kty && jwk.crv === device.crv && jwk.x === device.x && jwk["y"] === y) return;
  throw new PassportError(
    "other_device",
    "The passport is bound to the key of another device. Have one issued for this one: lanyard passport key new",
  );
}

async function verified(
  shown: string,
  { header, payload }: PassportParts,
  { keys }: CompiledIssuer,
  { device, occasion: { nonce, audience } }: Expected,
): Promise<unknown> {
  const begins = Math.max(payload.iat, payload.nbf ?? 0);
  if (payload.exp <= begins) throw new PassportError("malformed", "The passport ends before it begins.");
  const library = new SDJwtInstance({
    hasher,
    verifier: async (data, signature) => {
      await verifyJws(`${data}.${signature}`, keys, header);
      return true;
    },
    kbVerifier: (data, signature) => isSignedBy(`${data}.${signature}`, device),
  });
  try {
    // The clock is told what suits it: a passport ages in memory, so `standingOf` judges its times again and again.
    const { payload: open, kb } = await library.verify(shown, {
      keyBindingNonce: nonce,
      currentDate: begins,
    });
    if (kb?.payload.aud === audience) return open;
    throw new Error("It was shown to somebody else.");
  } catch (error) {
    if (error instanceof PassportError) throw error;
    throw new PassportError(
      "other_device",
      "Nothing proves that this device holds the key of the passport.",
      error,
    );
  }
}

async function isSignedBy(jws: string, key: PublicJwk): Promise<boolean> {
  try {
    await verifyJws(jws, [key], { alg: algOf(key) });
    return true;
  } catch (error) {
    if (error instanceof PassportError) return false;
    throw error;
  }
}

function claimsOf(payload: unknown, issuer: CompiledIssuer): ClaimValues {
  const open = payload as Readonly<Record<string, unknown>>;
  const said = issuer.maySay.flatMap((claim) => {
    const name = calledBy(issuer, claim);
    return Object.hasOwn(open, name) ? [[claim, open[name]] as const] : [];
  });
  const reading = ClaimValues.safeParse(Object.fromEntries(said));
  if (reading.success) return reading.data;
  const claim = String(reading.error.issues[0]?.path[0] ?? "");
  throw new PassportError("malformed", `What the passport says of "${claim}" is not what belongs there.`);
}

/** The claims that a passport says something of. */
export function claimsIn({ claims }: Passport): readonly Claim[] {
  return Object.keys(claims) as Claim[];
}
