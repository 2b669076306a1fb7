import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./exit.ts";
import { note } from "./print.ts";

/** Shows nothing: for what is typed and must not be seen. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Asks for a secret on the terminal, without showing it; throws `unsigned` where there is no terminal. */
export async function secret(question: string, otherwise: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError("unsigned", `${question} cannot be asked for here. ${otherwise}`);
  process.stderr.write(`${question}: `);
  const lines = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    note("");
  }
}

/** Asks whether to go on. Throws `unconfirmed` where the person says no, and where there is no terminal to ask on. */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new CommandError(
      "unconfirmed",
      `${question} Nobody can be asked here. Nothing went out; add --yes to go on.`,
    );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} Go on? [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    lines.close();
  }
  throw new CommandError("unconfirmed", "Nothing went out.");
}
