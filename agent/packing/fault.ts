/** Why an extension is not packed, or not published. */
export type PackCode =
  | "bad_address"
  | "bad_key"
  | "bad_manifest"
  | "bad_update_manifest"
  | "other_extension"
  | "version_not_above";

/** An extension that is not packed; the message is a sentence with its mend. */
export class PackError extends Error {
  readonly code: PackCode;

  constructor(code: PackCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PackError";
    this.code = code;
  }
}
