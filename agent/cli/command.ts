import type { RunAgent } from "./agent-run.ts";
import type { Run } from "./run.ts";

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** Words after the name, as help shows them. */
  readonly words: string;
  readonly summary: string;
  /** Options beside `--json` and `--help`, with what they are for. */
  readonly options: readonly (readonly [string, string])[];
  readonly example: string;
  /** Brings in the command's own code, and nothing of the others. */
  readonly load: (runAgent: RunAgent) => Promise<Run>;
}
