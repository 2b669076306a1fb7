import { type Configuration, initiateDeviceAuthorization, pollDeviceAuthorizationGrant } from "openid-client";
import type { DeviceCode } from "../../shared/wire/local-api.ts";
import { givenUp, SignInError } from "./fault.ts";
import type { Given } from "./proven.ts";
import { inOurWords } from "./words.ts";

/** A sign-in that somebody finishes in a browser elsewhere. */
export interface Begun {
  readonly code: DeviceCode;
  /** Waits until the code was typed; rejects with a `SignInError`. */
  readonly given: () => Promise<Given>;
}

/** Asks for a code that is typed on another device (RFC 8628); throws a `SignInError`. `now`: milliseconds. */
export async function beginByCode(
  provider: Configuration,
  scopes: readonly string[],
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<Begun> {
  if (provider.serverMetadata().device_authorization_endpoint === undefined)
    throw new SignInError("denied", "The provider knows no codes for devices. Sign in without --device.");
  try {
    const begun = await initiateDeviceAuthorization(provider, { scope: scopes.join(" ") });
    const lasts = AbortSignal.timeout(begun.expires_in * 1_000);
    return {
      code: {
        type: "code",
        code: begun.user_code,
        url: begun.verification_uri,
        whole: begun.verification_uri_complete ?? null,
        until: now + begun.expires_in * 1_000,
      },
      given: async () =>
        await pollDeviceAuthorizationGrant(provider, begun, undefined, {
          signal: AbortSignal.any([signal, lasts]),
        }).catch((error: unknown) => {
          if (signal.aborted) throw givenUp(signal);
          if (lasts.aborted)
            throw new SignInError("too_late", "The code was not typed in time. Begin again.", error);
          throw inOurWords(error);
        }),
    };
  } catch (error) {
    throw inOurWords(error);
  }
}
