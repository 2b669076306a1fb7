import {
  type Configuration,
  fetchUserInfo,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client";
import type { CompiledSignIn } from "../../shared/policy/compiled-policy.ts";
import { type Claims, claimsRead } from "./claims.ts";
import { SignInError } from "./fault.ts";
import { TOLERANCE } from "./provider.ts";
import { keptClaims, markOf, type Session } from "./session.ts";
import { inOurWords } from "./words.ts";

/** What a provider gave for a code or to renew: tokens, of which the ID token was verified. */
export type Given = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** Who a provider is, what policy reads there, and the time. */
export interface Circumstance {
  readonly provider: Configuration;
  readonly mapping: CompiledSignIn;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/**
 * The session that verified tokens make; throws a `SignInError`. Claims that policy reads and the ID token does not have
 * are asked of the provider: many keep groups there.
 */
export async function sessionOf(given: Given, at: Circumstance): Promise<Session> {
  const claims = given.claims();
  const { id_token: idToken, access_token: accessToken, refresh_token: refreshToken } = given;
  if (claims === undefined || idToken === undefined)
    throw new SignInError("malformed", "The provider gives no ID token. Have `openid` among its `scopes`.");
  if (claims.iat > at.now / 1_000 + TOLERANCE)
    throw new SignInError("not_yet", "The ID token was issued in the future. Look at this device’s clock.");
  const all = await withFurther(claims, accessToken, at);
  return {
    issuer: claims.iss,
    client: at.provider.clientMetadata().client_id,
    subject: claims.sub,
    claims: { ...keptClaims(all, at.mapping) },
    mark: markOf(at.mapping),
    issued: claims.iat * 1_000,
    expires: claims.exp * 1_000,
    idToken,
    accessToken: accessToken === "" ? null : accessToken,
    refreshToken: refreshToken ?? null,
  };
}

/** What the signed token says counts before what was only answered. */
async function withFurther(
  claims: Claims & { readonly sub: string },
  accessToken: string,
  { provider, mapping }: Circumstance,
): Promise<Claims> {
  const isWhole = claimsRead(mapping).every((name) => Object.hasOwn(claims, name));
  if (isWhole || provider.serverMetadata().userinfo_endpoint === undefined) return claims;
  const further = await fetchUserInfo(provider, accessToken, claims.sub).catch((error: unknown) => {
    throw inOurWords(error);
  });
  return { ...further, ...claims };
}
