import { PublishingError } from "../fault.ts";
import { TIMESTAMP_FILE } from "../files.ts";
import { runProgram } from "../../platform/program.ts";
import type { Place } from "./place.ts";

/** A line that hangs is given up after this. */
const RSYNC_LIMIT = 300_000;

/** Readable for a web server, whatever the umask is here. */
const MODES = "--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r";

/**
 * A folder that rsync writes, here or over SSH (`user@host:/path/`). Two passes, since within one rsync has an order of
 * its own; each file appears there whole. `ssh`: the command that connects, as in `ssh -i key`.
 */
export function rsyncPlace(target: string, ssh: string | null): Place {
  const pass = async (folder: string, files: readonly string[]): Promise<void> => {
    const connect = ssh === null ? [] : ["--rsh", ssh];
    const command = ["rsync", "--times", "--checksum", "--mkpath", MODES, ...connect, "--files-from=-"];
    const ran = await runProgram([...command, "./", target], {
      folder,
      input: `${files.join("\n")}\n`,
      limit: RSYNC_LIMIT,
    });
    if (ran.problem === null) return;
    throw new PublishingError("unreadable", `${ran.problem} ${INSTALL}`);
  };
  return {
    words: `rsync to ${target}`,
    send: async ({ folder, files, onFile }) => {
      const lasting = files.filter((file) => file !== TIMESTAMP_FILE);
      await pass(folder, lasting);
      lasting.forEach(onFile);
      await pass(folder, [TIMESTAMP_FILE]);
      onFile(TIMESTAMP_FILE);
    },
  };
}

const INSTALL = "What it wrote is above; the program rsync (3.2.3 or later) is needed here and there.";
