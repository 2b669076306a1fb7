/** Why the tour could not go on. */
export type TourErrorCode = "build_failed" | "agent_not_started" | "host_not_registered" | "promise_broken";

/** A failure of the tour; the message is a sentence for the person who started it. */
export class TourError extends Error {
  readonly code: TourErrorCode;

  constructor(code: TourErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
