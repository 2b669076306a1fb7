import {
  allowInsecureRequests,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type CustomFetch,
  type ServerMetadata,
} from "openid-client";
import type { SignInSettings } from "../platform/sign-in-config.ts";
import { SignInError } from "./fault.ts";
import { inOurWords } from "./words.ts";

/** How a provider is asked; throws a `SignInError` `away`. */
export type AskProvider = CustomFetch;

/** What asking a provider takes. */
export interface Asking {
  readonly ask: AskProvider;
  /** The time that ID tokens are judged by, milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** The text of a file; throws a `PlatformError`. */
  readonly read: (file: string) => Promise<string>;
}

/** Seconds that clocks may differ by. */
export const TOLERANCE = 60;
/** Seconds for one answer. */
const PATIENCE = 15;

/** Signatures that are taken, whatever a provider says: never `none`, and nothing with a secret that others share. */
const SIGNATURES: ReadonlySet<string> = new Set([
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
]);

/** What is asked for where the configuration does not say it. */
const USUAL_SCOPES = ["openid", "profile", "email", "offline_access"];

/** Finds out where the provider does what, anew each time; throws a `SignInError`. */
export async function providerOf(settings: SignInSettings, asking: Asking): Promise<Configuration> {
  const { issuer, client, secretFile } = settings;
  const secret = secretFile === null ? null : (await asking.read(secretFile)).trim();
  const auth = secret === null ? None() : ClientSecretPost(secret);
  const isPlain = issuer.startsWith("http:");
  const found = await discovery(new URL(issuer), client, undefined, auth, {
    [customFetch]: asking.ask,
    timeout: PATIENCE,
    ...(isPlain && { execute: [allowInsecureRequests] }),
  }).catch((error: unknown) => {
    throw inOurWords(error);
  });
  const metadata = found.serverMetadata();
  // The library compares them as addresses; `iss` is a text.
  if (metadata.issuer !== issuer)
    throw new SignInError(
      "no_provider",
      `The provider calls itself ${metadata.issuer.slice(0, 200)}. Write that as \`issuer\` under \`sign_in\`.`,
    );
  const provider = new Configuration(
    {
      ...(JSON.parse(JSON.stringify(metadata)) as ServerMetadata), // without the library's own functions
      id_token_signing_alg_values_supported: signaturesOf(metadata),
    },
    client,
    // A clock that is set back must not bring back what has ended.
    { [clockSkew]: Math.round((asking.now() - Date.now()) / 1_000), [clockTolerance]: TOLERANCE },
    auth,
  );
  provider[customFetch] = asking.ask;
  provider.timeout = PATIENCE;
  enableNonRepudiationChecks(provider);
  if (isPlain) allowInsecureRequests(provider);
  return provider;
}

/** What to ask for: what the configuration says, or what is usual as far as the provider knows it. */
export function scopesOf(settings: SignInSettings, provider: Configuration): readonly string[] {
  const { scopes_supported: known } = provider.serverMetadata();
  return settings.scopes ?? USUAL_SCOPES.filter((scope) => known?.includes(scope) ?? true);
}

function signaturesOf({ id_token_signing_alg_values_supported: said }: ServerMetadata): string[] {
  return (said ?? ["RS256"]).filter((alg) => SIGNATURES.has(alg));
}
