/** Why somebody is not signed in. */
export type SignInFault =
  /** Configuration and policy do not both say whose sign-in it is, or not the same. */
  | "not_configured"
  /** The provider cannot be reached, or answers with an error of its own. */
  | "away"
  /** What answers there is no provider, or another one. */
  | "no_provider"
  /** The provider, or the person there, said no. */
  | "denied"
  /** The provider renews the sign-in no more. */
  | "ended"
  /** An answer or an ID token is of another provider. */
  | "issuer"
  | "audience"
  /** It belongs to another sign-in than the one that was begun here. */
  | "nonce"
  | "state"
  /** Signed in a way that is not taken: `none`, HS256. */
  | "algorithm"
  | "signature"
  | "expired"
  | "not_yet"
  /** Older than what was accepted before. */
  | "older"
  | "malformed"
  | "other_person"
  /** No claim says who it is. */
  | "no_person"
  /** Nobody finished it in time. */
  | "too_late"
  /** Another one was begun meanwhile. */
  | "replaced"
  /** The browser has nowhere to come back to. */
  | "no_port"
  | "unreadable";

/** A sign-in that is refused; the message is a sentence for people. */
export class SignInError extends Error {
  readonly code: SignInFault;

  constructor(code: SignInFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "SignInError";
    this.code = code;
  }
}

/** Why a signal has ended a sign-in: it says so itself, unless the whole agent has stopped. */
export function givenUp({ reason }: AbortSignal): SignInError {
  return reason instanceof SignInError ? reason : new SignInError("replaced", "The agent has stopped.");
}
