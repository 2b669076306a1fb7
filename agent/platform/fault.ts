/** What the machine around the agent may refuse. */
export type PlatformFault =
  | "already_running"
  | "folder_open_to_others"
  | "not_a_folder"
  | "path_too_long"
  | "cannot_listen"
  | "cannot_connect"
  | "unreadable";

/** An operation on sockets, folders or files that did not work; the message is a sentence that says the mend. */
export class PlatformError extends Error {
  readonly code: PlatformFault;

  constructor(code: PlatformFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PlatformError";
    this.code = code;
  }
}

/** The system's own code of an error (`ENOENT`), or null where it has none. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** A few plain words for the system's code of an error, for sentences. */
export function systemWords(error: unknown): string {
  const code = systemCode(error);
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EACCES: "permission was denied",
    EPERM: "permission was denied",
    EISDIR: "it is a folder, not a file",
    ENOTDIR: "a part of the path is not a folder",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
    EADDRINUSE: "another program has it",
    EMFILE: "too many files are open",
    ELOOP: "its symbolic links go around in a circle",
  };
  return (code && words[code]) ?? code ?? (error instanceof Error ? error.message : "the reason is unknown");
}
