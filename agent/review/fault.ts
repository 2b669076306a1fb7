/** Why sealed content does not open. */
export type ReviewFault =
  /** There is no such event, or it has none. */
  | "nothing_sealed"
  /** Its keys were erased, or never came. */
  | "erased"
  /** The reviewer's key does not open, or is no key of a reviewer. */
  | "key"
  /** It was sealed to others, or another one comes first. */
  | "other_reviewer"
  /** The half-opened file is none, or of another event. */
  | "half"
  /** What is stored is not what was sealed. */
  | "damaged";

/** Sealed content that does not open; the message is a sentence that says what to do. */
export class ReviewError extends Error {
  readonly code: ReviewFault;

  constructor(code: ReviewFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ReviewError";
    this.code = code;
  }
}
