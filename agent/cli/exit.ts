/** Exit codes, the same for every command; README.md says them to people. */
export const EXIT = {
  done: 0,
  /** The command worked, and found what one may want to stop at: problems, or a call that is no AI call. */
  found: 1,
  usage: 2,
  notRunning: 3,
  unreadable: 4,
  /** The agent may not start here: it runs already, or its folder is open to others. */
  refused: 5,
  /** A key does not open, or signatures are missing: a draft waits for them. */
  unsigned: 6,
  /** Nobody was there to be asked, or they said no: nothing went out. */
  unconfirmed: 7,
  /** Signed and kept, but not out everywhere. */
  notOut: 8,
} as const;

/** Why a command ends early. */
export type CommandFault = Exclude<keyof typeof EXIT, "done">;

/** A command that cannot go on; the message is a sentence for whoever typed it. */
export class CommandError extends Error {
  readonly code: CommandFault;

  constructor(code: CommandFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CommandError";
    this.code = code;
  }
}
