import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { SignInError } from "./fault.ts";
import type { Given } from "./proven.ts";
import { inOurWords } from "./words.ts";

/** What binds an answer to the sign-in that was begun here. */
export interface Bond {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** A new bond, of 256 random bits each. */
export function newBond(): Bond {
  return { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
}

/** What the person is asked for at the provider. */
export interface AskedThere {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Whose account this is; null: anybody's. */
  readonly person: string | null;
}

/** The address at which the person signs in (authorization code with PKCE). */
export async function signInAddress(
  provider: Configuration,
  { state, nonce, verifier }: Bond,
  { redirectUri, scopes, person }: AskedThere,
): Promise<string> {
  return buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: scopes.join(" "),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    // Google's word for what others call the scope `offline_access`; whoever does not know it lets it be.
    ...(!scopes.includes("offline_access") && { access_type: "offline" }),
    ...(person !== null && { login_hint: person }),
  }).href;
}

/** Takes the answer that a browser brought back, and changes its code for tokens; throws a `SignInError`. */
export async function takeAnswer(provider: Configuration, answer: URL, bond: Bond): Promise<Given> {
  refuseOtherIssuer(provider, answer);
  try {
    return await authorizationCodeGrant(provider, answer, {
      expectedState: bond.state,
      expectedNonce: bond.nonce,
      pkceCodeVerifier: bond.verifier,
      idTokenExpected: true,
    });
  } catch (error) {
    throw inOurWords(error);
  }
}

/** RFC 9207: the code of another provider must not be brought to this one. The library looks as well, in its own words. */
function refuseOtherIssuer(provider: Configuration, answer: URL): void {
  const { issuer, authorization_response_iss_parameter_supported: isSaid } = provider.serverMetadata();
  const said = answer.searchParams.get("iss");
  if (said === issuer || (said === null && isSaid !== true)) return;
  throw new SignInError(
    "issuer",
    "The answer is of another provider than the one that was asked. Begin again.",
  );
}
