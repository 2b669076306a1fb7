import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { runCommandLine } from "../../../agent/cli/main.ts";
import type { NewDesk } from "../../../agent/publishing/new-desk.ts";
import { makeDesk, PASSPHRASE, type MadeDesk } from "../publishing/made-desk.ts";
import type { Ran } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A desk, and commands run at it as IT would with a file of the passphrase. */
export interface DeskSite extends MadeDesk {
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Runs with `--json` and gives what it printed. */
  readonly json: (
    ...args: readonly string[]
  ) => Promise<{ readonly code: number | null; readonly value: unknown }>;
  /** Writes a file of the desk. */
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
}

/** Makes a desk in a folder of its own. */
export async function makeDeskSite(parts: Partial<NewDesk> = {}): Promise<DeskSite> {
  const folder = temporaryFolder();
  const desk = await makeDesk(parts, join(folder, "desk"));
  const passphrase = join(folder, "passphrase");
  writeFileSync(passphrase, `${PASSPHRASE}\n`);
  const at = ["--desk", desk.folder, "--passphrase-file", passphrase];
  const run = (...args: readonly string[]): Promise<Ran> => runHere([...args, ...takes(args, at)]);
  return {
    ...desk,
    run,
    json: async (...args) => {
      const { code, stdout } = await run(...args, "--json");
      const value: unknown = JSON.parse(stdout);
      return { code, value };
    },
    write: (file, text) => writeFileSync(join(desk.folder, file), text),
    read: (file) => readFileSync(join(desk.folder, file), "utf8"),
  };
}

/** Runs a command in this process, where nobody sits at a terminal, and hears what it says. */
async function runHere(args: readonly string[]): Promise<Ran> {
  const said = { stdout: "", stderr: "" };
  process.stdout.setMaxListeners(0); // each command line listens, and ends with its process otherwise
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await runCommandLine(args, () => Promise.reject(new Error("no agent is run here")));
    return { code, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Commands that only look know no passphrases. */
function takes([first = "", second = ""]: readonly string[], at: readonly string[]): readonly string[] {
  const looks = ["directive list", "keys list", "repository check", "repository upload", "rollout status"];
  return looks.includes(`${first} ${second}`) ? at.slice(0, 2) : at;
}
