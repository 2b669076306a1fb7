import { compactVerify, errors, importJWK } from "jose";
import type { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import { PassportError } from "./fault.ts";
import { ALGORITHMS } from "./form.ts";
import { algOf, bareJwk, type SigningKey } from "./signing-key.ts";

/** The header of a JWS that was verified, and its payload as text. */
export interface VerifiedJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * Verifies a compact JWS by one of an issuer's keys: by the one that its `kid` names, else by whichever fits. Throws a
 * `PassportError`: `algorithm` where it is not signed as passports are, else `signature`.
 */
export async function verifyJws(
  jws: string,
  keys: readonly PublicJwk[],
  header: Readonly<Record<string, unknown>>,
): Promise<VerifiedJws> {
  refuseAlgorithm(header);
  const { alg, kid } = header;
  const named = keys.filter((key) => kid === undefined || key.kid === undefined || key.kid === kid);
  for (const key of named.filter((one) => algOf(one) === alg)) {
    const verified = await verifiedBy(jws, key);
    if (verified !== null) return verified;
  }
  throw new PassportError("signature", "No key of its issuer signed it.");
}

/** Throws unless a header says that it is signed as passports are. */
export function refuseAlgorithm({ alg }: Readonly<Record<string, unknown>>): void {
  if (ALGORITHMS.some((one) => one === alg)) return;
  throw new PassportError(
    "algorithm",
    `It is signed with "${String(alg).slice(0, 20)}", and only ${ALGORITHMS.join(" and ")} are taken.`,
  );
}

async function verifiedBy(jws: string, key: PublicJwk): Promise<VerifiedJws | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, await imported(key), {
      algorithms: [algOf(key)],
    });
    return { header: { ...protectedHeader }, text: Buffer.from(payload).toString("utf8") };
  } catch (error) {
    // Broken signatures, and keys that are on no curve: neither proves anything.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      return null;
    throw error;
  }
}

/** A key is imported once: policy and device hold the same few for long. */
function imported(key: PublicJwk): ReturnType<typeof importJWK> {
  const before = IMPORTED.get(key) ?? importJWK(bareJwk(key), algOf(key));
  IMPORTED.set(key, before);
  return before;
}

const IMPORTED = new WeakMap<PublicJwk, ReturnType<typeof importJWK>>();

/** Signs a payload as a compact JWS. */
export function signJws(key: SigningKey, header: object, payload: object): string {
  const data = [{ ...header, alg: key.alg }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${data.join(".")}.${key.sign(data.join("."))}`;
}
