/** Why a passport, or one claim of it, proves nothing. */
export type PassportFault =
  /** Longer, deeper or of more parts than any passport is. */
  | "too_large"
  | "malformed"
  /** Something is said twice, so that two readers could read it differently. */
  | "duplicated"
  /** Signed in a way that is not taken: `none`, HS256. */
  | "algorithm"
  | "unknown_issuer"
  | "signature"
  | "other_person"
  /** Bound to a key that this device does not hold. */
  | "other_device"
  /** Older than one that was accepted before. */
  | "older"
  | "not_yet"
  | "expired"
  | "too_old"
  | "revoked"
  /** Whether it was revoked is not known, or not known anymore. */
  | "no_status"
  /** The issuer may not say this. */
  | "not_trusted"
  /** No passport says it. */
  | "missing"
  | "unreadable"
  /** An issuer's key does not open. */
  | "key";

/** A passport that is refused; the message is a sentence for people. */
export class PassportError extends Error {
  readonly code: PassportFault;

  constructor(code: PassportFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PassportError";
    this.code = code;
  }
}
