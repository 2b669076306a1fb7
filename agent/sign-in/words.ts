import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import { SignInError, type SignInFault } from "./fault.ts";

type Answer = readonly [SignInFault, string];

/**
 * What went wrong at the provider or with what it gave, as an error of ours: the library's are for programmers. Of what
 * the provider wrote freely nothing is quoted but the code of its answer, which is cut.
 */
export function inOurWords(error: unknown): SignInError {
  const causes = causesOf(error);
  const ours = causes.find((one) => one instanceof SignInError);
  if (ours) return ours;
  const [code, sentence] = answerOf(error, causes);
  return new SignInError(code, sentence, error);
}

function answerOf(error: unknown, causes: readonly unknown[]): Answer {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return ANSWERS[error.error] ?? ["denied", refusesWith(error.error)];
  if (!(error instanceof ClientError)) return MALFORMED;
  const details = causes.find((one) => isDetails(one)) ?? {};
  return byDetails(error.code ?? "", details) ?? CODES[error.code ?? ""] ?? MALFORMED;
}

/** An error with what caused it, the outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && causes.length < 8; one = causeOf(one)) causes.push(one);
  return causes;
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "cause" in error ? error.cause : undefined;
}

/** What the library tells of a check that failed. */
interface Details {
  readonly claim?: string;
  readonly alg?: string;
  readonly header?: { readonly alg?: string };
  readonly signature?: unknown;
  readonly attribute?: string;
}

function isDetails(value: unknown): value is Details {
  return typeof value === "object" && value !== null && !(value instanceof Error);
}

function byDetails(code: string, { claim, alg, header, signature, attribute }: Details): Answer | undefined {
  if (signature !== undefined || code === "OAUTH_KEY_SELECTION_FAILED") return SIGNATURE;
  const signedWith = alg ?? header?.alg;
  if (signedWith !== undefined)
    return ["algorithm", `The ID token is signed with "${signedWith.slice(0, 20)}", which is not taken.`];
  if (attribute === "sub")
    return ["other_person", "The provider tells facts of somebody else than who signed in."];
  return claim === undefined ? undefined : CLAIMS[claim];
}

function refusesWith(code: string): string {
  return `The provider refuses the sign-in (${code.slice(0, 60)}). Have its settings for this client looked at.`;
}

const MALFORMED: Answer = [
  "malformed",
  "The provider's answer is none that a sign-in has. Try again; if it stays so, tell whoever runs the provider.",
];
const SIGNATURE: Answer = ["signature", "The ID token is not signed by a key of the provider."];
const NO_PROVIDER: Answer = [
  "no_provider",
  "What answers there is not the provider that the configuration names. Check `issuer` under `sign_in`.",
];
const AWAY: Answer = ["away", "The provider does not answer in time. Try again later."];

/** What providers answer, by RFC 6749, RFC 8628 and OpenID Connect. */
const ANSWERS: Readonly<Partial<Record<string, Answer>>> = {
  access_denied: [
    "denied",
    "The sign-in was declined at the provider. Begin it again if that was a mistake.",
  ],
  invalid_grant: ["ended", "The provider does not take this sign-in any more. Sign in again."],
  expired_token: ["too_late", "The code was not typed in time. Begin again: lanyard sign-in --device"],
  invalid_client: [
    "denied",
    "The provider does not know this client. Check `client_id` under `sign_in` in the configuration.",
  ],
  invalid_scope: [
    "denied",
    "The provider does not give what is asked for. Check `scopes` under `sign_in` in the configuration.",
  ],
  server_error: ["away", "The provider has an error of its own. Try again later."],
  temporarily_unavailable: ["away", "The provider is busy. Try again later."],
};

/** Claims of an ID token that are not what they must be. */
const CLAIMS: Readonly<Partial<Record<string, Answer>>> = {
  iss: ["issuer", "The ID token is of another provider than the one that was asked."],
  aud: ["audience", "The ID token is for another program than Lanyard."],
  azp: ["audience", "The ID token was given to another program than Lanyard."],
  nonce: ["nonce", "The ID token belongs to another sign-in than the one that was begun here."],
  exp: ["expired", "The ID token has ended already. Look at this device’s clock."],
  nbf: ["not_yet", "The ID token has not begun yet. Look at this device’s clock."],
};

const CODES: Readonly<Partial<Record<string, Answer>>> = {
  OAUTH_TIMEOUT: AWAY,
  OAUTH_ABORT: AWAY,
  OAUTH_RESPONSE_IS_NOT_CONFORM: NO_PROVIDER,
  OAUTH_RESPONSE_IS_NOT_JSON: NO_PROVIDER,
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: NO_PROVIDER,
  OAUTH_MISSING_SERVER_METADATA: NO_PROVIDER,
  OAUTH_INVALID_SERVER_METADATA: NO_PROVIDER,
  OAUTH_HTTP_REQUEST_FORBIDDEN: NO_PROVIDER,
};
