/** Why an answer to a request does not count. */
export type AccessFault =
  | "too_large"
  | "malformed"
  /** A signature by no key of the policy's approvers, or in a way that is not taken. */
  | "signature"
  /** Signed by whoever it is for. */
  | "own_request"
  | "other_person"
  /** Of another model than was asked for, or of one that may not be asked for. */
  | "other_model"
  | "too_long"
  /** Names a purpose or an id that policy does not know. */
  | "unknown_name"
  /** Older than what was accepted before. */
  | "older"
  /** The request was declined, withdrawn or over before. */
  | "closed"
  | "nothing_to_ask"
  | "unreadable"
  /** A key does not open, or is no approver's. */
  | "key";

/** A request or an answer that does not count; the message is a sentence for people. */
export class AccessError extends Error {
  readonly code: AccessFault;

  constructor(code: AccessFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "AccessError";
    this.code = code;
  }
}
