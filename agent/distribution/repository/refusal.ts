/** The roles of the repository, in the order in which they are verified. */
export const ROLES = ["root", "timestamp", "snapshot", "targets", "directives"] as const;
export type Role = (typeof ROLES)[number];

/** What can be wrong with a role's metadata. */
type RoleFault = "expired" | "rollback" | "skipped" | "mismatch" | "unsigned" | "missing" | "malformed";

/** What can be wrong with the files that the roles sign. */
type Content = "releases" | "policy" | "directives" | "catalog";

/** Why something is not obeyed, for programs. */
export type RefusalCode =
  | "unreachable"
  | "server_error"
  | "redirected"
  | "too_large"
  | "too_slow"
  | "same_key"
  | `${RoleFault}_${Role}`
  | `${"missing" | "swapped" | "malformed"}_${Content}`
  | "directives_grant";

/** Something that was fetched and is not obeyed, or could not be fetched; the message names role, file and version. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "Refusal";
    this.code = code;
  }
}

/** True where nothing was refused: the server did not answer, or not with what was asked for. */
export function isAway({ code }: Refusal): boolean {
  return code === "unreachable" || code === "server_error";
}
