import { PublishingError } from "./fault.ts";

/** What a directive is made of, as it was typed: as flags or as a sentence. Lists are not split yet. */
export interface DirectiveParts {
  readonly forbid?: string;
  readonly require?: string;
  readonly models?: string;
  /** `KIND NAME, NAME`, one an entry. */
  readonly who?: readonly string[];
  readonly unless?: string;
  readonly because?: string;
  readonly from?: string;
  readonly until?: string;
  readonly instead?: string;
}

/** The words that begin a part of the sentence, and the part. */
const CLAUSES = {
  forbid: "forbid",
  require: "require",
  on: "models",
  for: "who",
  unless: "unless",
  because: "because",
  from: "from",
  until: "until",
  instead: "instead",
} as const;
type ClauseWord = keyof typeof CLAUSES;

/** What would grant; each is told where it belongs. */
const GRANTING = /^(permit|allow|grant|license|classify|exempt)\b/i;

const DATE = /^\d{4}-\d{2}-\d{2}/;
const MODEL = /^[A-Za-z0-9._~-]+\/\S+/;

/**
 * Reads "forbid all on anthropic/mythos-5 for groups engineering unless us-person or license because A license is
 * required. from 2026-06-12T17:21-04:00 until 2026-07-01 instead anthropic/claude-opus-4-8". Parts come in any order.
 * The sentence after `because` ends where `from` or `until` is followed by a date, or `instead` by a model.
 */
export function sentenceParts(sentence: string): DirectiveParts {
  if (GRANTING.test(sentence.trim()))
    throw new PublishingError(
      "refused",
      `A directive can only restrict, and "${firstWord(sentence)}" grants. Publish that as policy: lanyard policy publish`,
    );
  const clauses = clausesOf(sentence.trim().split(/\s+/));
  const parts: Record<string, string | string[]> = {};
  for (const { word, text } of clauses) {
    if (text === "") throw unreadable(`Nothing follows "${word}".`);
    const part = CLAUSES[word];
    if (parts[part] !== undefined) throw unreadable(`"${word}" is there twice.`);
    parts[part] = part === "who" ? text.split(/\s+and\s+/) : text;
  }
  return parts;
}

interface Clause {
  readonly word: ClauseWord;
  readonly text: string;
}

function clausesOf(words: readonly string[]): readonly Clause[] {
  const found: { readonly word: ClauseWord; readonly rest: string[] }[] = [];
  for (const [index, text] of words.entries()) {
    const open = found.at(-1);
    const word = clauseWord(text);
    if (word !== null && begins(word, open?.word ?? null, words[index + 1] ?? ""))
      found.push({ word, rest: [] });
    else if (open) open.rest.push(text);
    else throw unreadable(`It begins with "${text}".`);
  }
  return found.map(({ word, rest }) => ({ word, text: rest.join(" ") }));
}

function begins(word: ClauseWord, open: ClauseWord | null, next: string): boolean {
  if (open !== "because") return true;
  if (word === "from" || word === "until") return DATE.test(next);
  return word === "instead" && MODEL.test(next);
}

function clauseWord(text: string): ClauseWord | null {
  const lower = text.toLowerCase();
  return Object.hasOwn(CLAUSES, lower) ? (lower as ClauseWord) : null;
}

function firstWord(sentence: string): string {
  return sentence.trim().split(/\s+/)[0] ?? "";
}

function unreadable(what: string): PublishingError {
  return new PublishingError(
    "malformed",
    `This directive cannot be read. ${what} Write it as in: forbid all on anthropic/mythos-5 unless us-person or license because A license is required.`,
  );
}
