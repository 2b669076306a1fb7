/** Why a browser could not be had, prepared or started. */
export type BrowserErrorCode =
  | "browser_not_found"
  | "install_failed"
  | "pack_failed"
  | "force_unavailable"
  | "worker_absent";

/** A failure around the browser; the message is a sentence that says what to do. */
export class BrowserError extends Error {
  readonly code: BrowserErrorCode;

  constructor(code: BrowserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
