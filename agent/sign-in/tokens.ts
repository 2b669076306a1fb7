import { buildEndSessionUrl, type Configuration, refreshTokenGrant, tokenRevocation } from "openid-client";
import { SignInError } from "./fault.ts";
import { type Circumstance, sessionOf } from "./proven.ts";
import type { Session } from "./session.ts";
import { inOurWords } from "./words.ts";

/** The same sign-in by newer tokens; throws a `SignInError`. */
export async function renewed(session: Session, refreshToken: string, at: Circumstance): Promise<Session> {
  const given = await refreshTokenGrant(at.provider, refreshToken).catch((error: unknown) => {
    throw inOurWords(error);
  });
  const newer = await sessionOf(given, at);
  if (newer.subject !== session.subject)
    throw new SignInError(
      "other_person",
      "The provider renewed the sign-in as somebody else. Sign in again.",
    );
  if (newer.issued < session.issued)
    throw new SignInError("older", "The provider renewed the sign-in by an older ID token. Sign in again.");
  // Providers give another one each time, or let the first stand.
  return { ...newer, refreshToken: newer.refreshToken ?? refreshToken };
}

/** Takes the tokens back at the provider, where it can (RFC 7009); throws a `SignInError`. */
export async function takeBack(provider: Configuration, session: Session): Promise<void> {
  const { refreshToken, accessToken } = session;
  if (provider.serverMetadata().revocation_endpoint === undefined) return;
  try {
    if (refreshToken !== null)
      await tokenRevocation(provider, refreshToken, { token_type_hint: "refresh_token" });
    if (accessToken !== null)
      await tokenRevocation(provider, accessToken, { token_type_hint: "access_token" });
  } catch (error) {
    throw inOurWords(error);
  }
}

/** The address at which the person is signed out at the provider too; null where it has none. */
export function endAddress(provider: Configuration, { idToken }: Session): string | null {
  if (provider.serverMetadata().end_session_endpoint === undefined) return null;
  return buildEndSessionUrl(provider, { id_token_hint: idToken }).href;
}
