import { cac, type CAC } from "cac";
import packageFile from "../../package.json" with { type: "json" };
import { PlatformError } from "../platform/fault.ts";
import { PublishingError, type PublishingFault } from "../publishing/fault.ts";
import type { RunAgent } from "./agent-run.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { CommandError, EXIT, type CommandFault } from "./exit.ts";
import { givenBy } from "./given.ts";
import { note, printJson } from "./print.ts";

/** Runs one command by its words; gives the exit code and never throws for what was typed or read. */
export async function runCommandLine(args: readonly string[], runAgent: RunAgent): Promise<number> {
  // `lanyard journal list | head` ends when head has seen enough; that is no error.
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  try {
    return await runTyped(args, runAgent);
  } catch (error) {
    return ended(error, args.includes("--json"));
  }
}

/** Stands for `-` while the parser works, which would lose it. No real word can hold it. */
const STDIN = "\0stdin";

async function runTyped(words: readonly string[], runAgent: RunAgent): Promise<number> {
  const typed = joinName(words);
  const { cli, chosen } = parserFor(typed);
  const spelled = typed.map((one) => (one === "-" ? STDIN : one));
  const { options, args } = cli.parse(["node", "lanyard", ...spelled], { run: false });
  if (options["help"] === true || options["version"] === true) return EXIT.done;
  cli.runMatchedCommand();
  const command = chosen();
  if (!command) throw new CommandError("usage", unknownCommand(typed));
  const run = await command.load(runAgent);
  return await run(
    givenBy(
      typed,
      args.map((one) => (one === STDIN ? "-" : one)),
    ),
  );
}

/** The parser knows names of one word: the two words of a name are given to it as one. */
function joinName(args: readonly string[]): readonly string[] {
  const [first = "", second = "", ...rest] = args;
  const name = `${first} ${second}`;
  return COMMANDS.some((command) => command.name === name) ? [name, ...rest] : args;
}

interface Parser {
  readonly cli: CAC;
  /** The command that was typed, once the parser has checked it. */
  readonly chosen: () => Command | null;
}

function parserFor(typed: readonly string[]): Parser {
  const cli = cac("lanyard");
  let found: Command | null = null;
  for (const command of COMMANDS) {
    const parsed = cli.command(`${command.name} ${command.words}`.trim(), command.summary);
    for (const [flag, text] of command.options) parsed.option(flag, text);
    parsed.example(`  $ ${command.example}`).action(() => {
      found = command;
    });
  }
  cli.option("--json", "Print JSON");
  cli.help().version(packageFile.version);
  if (typed.length === 0) cli.outputHelp();
  return { cli, chosen: () => found };
}

function unknownCommand(args: readonly string[]): string {
  const [first] = args;
  if (first === undefined) return "Say what to do; the commands are above.";
  const near = COMMANDS.filter(({ name }) => name.split(" ")[0] === first).map(({ name }) => name);
  const choice = near.length > 0 ? near : COMMANDS.map(({ name }) => name);
  return `"${args.slice(0, 2).join(" ")}" is no command. Commands are: ${choice.join(", ")}.`;
}

function ended(error: unknown, json: boolean): number {
  const fault = asCommandError(error);
  if (!fault) throw error;
  if (json) printJson({ error: { code: fault.code, message: fault.message } });
  else note(`lanyard: ${fault.message}`);
  if (fault.code === "usage" && !json) note("See: lanyard --help");
  return EXIT[fault.code];
}

function asCommandError(error: unknown): CommandError | null {
  if (error instanceof CommandError) return error;
  if (error instanceof Error && error.name === "CACError")
    return new CommandError("usage", `${error.message}.`, error);
  if (error instanceof PublishingError)
    return new CommandError(PUBLISHING_CODES[error.code], error.message, error);
  if (error instanceof PlatformError && error.code === "unreadable")
    return new CommandError("unreadable", error.message, error);
  return null;
}

const PUBLISHING_CODES: Readonly<Record<PublishingFault, CommandFault>> = {
  malformed: "found",
  refused: "found",
  key: "unsigned",
  unreadable: "unreadable",
};
