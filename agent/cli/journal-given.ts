import { EVENT_KINDS } from "../../shared/schema/event-kinds.ts";
import { JournalError } from "../journal/fault.ts";
import type { JournalFilter } from "../journal/filter.ts";
import { configOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { sinceGiven } from "./moment-given.ts";
import { orList } from "./or-list.ts";

/** The filter that was typed. */
export function filterGiven(given: Given, now: number): JournalFilter {
  return {
    since: sinceGiven(given, now),
    until: sinceGiven(given, now, "until"),
    kind: oneOf(given, "kind", EVENT_KINDS),
    effect: oneOf(given, "effect", ["permit", "deny"] as const),
    person: given.value("person"),
    model: given.value("model"),
    service: given.value("service"),
    rule: given.value("rule"),
    purpose: given.value("purpose"),
    license: given.value("license"),
    text: given.value("text"),
  };
}

function oneOf<T extends string>(given: Given, name: string, known: readonly T[]): T | null {
  const typed = given.value(name);
  if (typed === null) return null;
  const found = known.find((one) => one === typed);
  if (found !== undefined) return found;
  throw new CommandError("usage", `--${name} "${typed}" is none. Write ${orList(known)}.`);
}

/** The journal's file that was named, or the one of the configuration. */
export async function journalGiven(given: Given): Promise<string> {
  return given.value("file") ?? (await configOf(given)).journal;
}

/** Does something to a journal; what is wrong with its file is said as the command's error. */
export async function withJournal<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
}

/** A place in the journal as it was typed. */
export function placeOf(typed: string): number {
  if (/^[1-9]\d{0,14}$/.test(typed)) return Number(typed);
  throw new CommandError("usage", `"${typed}" is no place in a journal. Write a whole number from 1.`);
}
