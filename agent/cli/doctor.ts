import packageFile from "../../package.json" with { type: "json" };
import { agentFindings } from "../doctor/agent-checks.ts";
import { browserFindings } from "../doctor/browser-checks.ts";
import type { Finding, Machine } from "../doctor/machine.ts";
import { JournalError } from "../journal/fault.ts";
import { EVERYTHING } from "../journal/filter.ts";
import { JournalReader } from "../journal/reader.ts";
import type { Config } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import { surroundings } from "../platform/places.ts";
import { statusAt } from "./agent-status.ts";
import { configOf } from "./config-file.ts";
import { browserFacts, freeBytesAt } from "./doctor-machine.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { wrapped } from "./wrapped.ts";

/** `doctor`: how this machine stands, line by line, each with its mend; 1 where something is open. */
export async function doctor(given: Given): Promise<number> {
  const machine = await machineOf(given);
  const findings = [...agentFindings(machine), ...browserFindings(machine)];
  const isOpen = findings.some(({ state }) => state === "open");
  if (given.json) printJson({ open: isOpen, findings });
  else for (const line of linesOf(findings, process.stdout.isTTY)) print(line);
  return isOpen ? EXIT.found : EXIT.done;
}

async function machineOf(given: Given): Promise<Machine> {
  const config = await configSeen(given);
  const browsers = await browserFacts(surroundings(), "/");
  const here = { now: Date.now(), version: packageFile.version, browsers };
  if ("unseen" in config) return { ...here, agent: config, freeBytes: null, newestEvent: null };
  return {
    ...here,
    agent: await agentAt(config.seen),
    freeBytes: freeBytesAt(config.seen.journal),
    newestEvent: newestEventIn(config.seen),
  };
}

async function configSeen(
  given: Given,
): Promise<{ readonly seen: Config } | Extract<Machine["agent"], { unseen: string }>> {
  try {
    return { seen: await configOf(given) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const unseen = error.message.replaceAll(/\s+/g, " ");
    return { unseen, mend: "Write or mend the agent's configuration, or name it with --config." };
  }
}

async function agentAt({ socket }: Config): Promise<Machine["agent"]> {
  try {
    return { seen: await statusAt(socket) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const why = error.cause instanceof PlatformError ? ` ${error.cause.message}` : "";
    return { unseen: `The agent is not running.${why}`, mend: "Start it: lanyard agent run" };
  }
}

function newestEventIn({ journal }: Config): number | null {
  try {
    const reader = new JournalReader(journal);
    const [entry] = reader.newest(EVERYTHING, 1);
    reader.close();
    return entry?.event.time ?? null;
  } catch (error) {
    if (error instanceof JournalError) return null;
    throw error;
  }
}

const MARKS = { well: "✓", open: "!", unknown: "?" } as const;
const COLORS = { well: "\u001b[32m", open: "\u001b[33m", unknown: "\u001b[2m" } as const;

/** One mark and sentence a finding, its mend below it, and what all of it comes to. */
export function linesOf(findings: readonly Finding[], isColored: boolean): readonly string[] {
  const openings = findings.filter(({ state }) => state === "open").length;
  const sum =
    openings === 0 ? "Nothing is open." : `${openings} ${openings === 1 ? "thing is" : "things are"} open.`;
  return [...findings.flatMap((finding) => findingLines(finding, isColored)), "", sum];
}

function findingLines({ state, sentence, mend }: Finding, isColored: boolean): readonly string[] {
  const mark = isColored ? `${COLORS[state]}${MARKS[state]}\u001b[0m` : MARKS[state];
  const [first = "", ...rest] = wrapped(plain(sentence), "  ");
  const mends = mend === null ? [] : wrapped(`→ ${plain(mend)}`, "    ");
  return [`${mark} ${first.trimStart()}`, ...rest, ...mends];
}
