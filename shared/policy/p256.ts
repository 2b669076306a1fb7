import type { ReviewerJwk } from "../schema/reviewer.ts";

/** FIPS 186-5, P-256: y² = x³ − 3x + b over the integers modulo p. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Whether a public key is a point of P-256. A platform refuses to encrypt to another one, and then it is too late: the call
 * has gone out.
 */
export function isOnP256({ x, y }: Pick<ReviewerJwk, "x" | "y">): boolean {
  const [a, b] = [integerOf(x), integerOf(y)];
  return a < P && b < P && (b * b - (a * a * a - 3n * a + B)) % P === 0n;
}

function integerOf(base64url: string): bigint {
  const bytes = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Array.from(bytes).reduce((sum, byte) => sum * 256n + BigInt(byte.charCodeAt(0)), 0n);
}
