import { PublishingError } from "../fault.ts";
import { TIMESTAMP_FILE } from "../files.ts";
import { runProgram } from "../../platform/program.ts";
import type { Place } from "./place.ts";

const COMMAND_LIMIT = 600_000;

/**
 * A program of one's own. It runs in the repository's folder, twice: with the lasting files on stdin, a path a line in
 * the order in which they may go out, and then with the timestamp alone. It must have sent them when it ends with 0.
 */
export function commandPlace(command: readonly string[]): Place {
  const [program = ""] = command;
  const pass = async (folder: string, files: readonly string[], step: string): Promise<void> => {
    const ran = await runProgram(command, {
      folder,
      input: `${files.join("\n")}\n`,
      limit: COMMAND_LIMIT,
      environment: { LANYARD_STEP: step },
    });
    if (ran.problem !== null) throw new PublishingError("unreadable", ran.problem);
  };
  return {
    words: `the command ${program}`,
    send: async ({ folder, files, onFile }) => {
      const lasting = files.filter((file) => file !== TIMESTAMP_FILE);
      await pass(folder, lasting, "files");
      lasting.forEach(onFile);
      await pass(folder, [TIMESTAMP_FILE], "timestamp");
      onFile(TIMESTAMP_FILE);
    },
  };
}
