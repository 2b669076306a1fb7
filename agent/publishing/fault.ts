/** What may stand in the way of publishing. */
export type PublishingFault =
  /** A file of the desk, a draft or what somebody asked for is not what it should be. */
  | "malformed"
  /** A key cannot be opened, or does not sign. */
  | "key"
  /** What was asked for must not go out. */
  | "refused"
  /** A file cannot be read or written. */
  | "unreadable";

/** Publishing that cannot go on; the message is a sentence that says the mend. */
export class PublishingError extends Error {
  readonly code: PublishingFault;

  constructor(code: PublishingFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PublishingError";
    this.code = code;
  }
}
