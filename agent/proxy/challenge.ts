import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { challengeText } from "../../shared/wire/socket-proxy.ts";
import type { ConnectHead } from "./connect-head.ts";

/** A secret for one life of the agent, 32 bytes in hexadecimal. */
export function makeSecret(): string {
  return randomBytes(32).toString("hex");
}

/** A question that has never been asked. */
export function makeNonce(): string {
  return randomBytes(24).toString("base64url");
}

/** The one right answer to a nonce for a host and port. */
export function passwordFor(secret: string, nonce: string, host: string, port: number): string {
  return createHmac("sha256", Buffer.from(secret, "hex"))
    .update(challengeText(nonce, host, port))
    .digest("hex");
}

/** True where these credentials answer this nonce, for the very host and port that are asked for with them. */
export function isAnswered(secret: string, nonce: string, { host, port, credentials }: ConnectHead): boolean {
  if (credentials === null || credentials.user !== nonce) return false;
  const right = Buffer.from(passwordFor(secret, nonce, host, port));
  const given = Buffer.from(credentials.password);
  return given.length === right.length && timingSafeEqual(given, right);
}
