import type { Classify, License, Rule } from "../schema/policy.ts";
import { checkEntries } from "./check-entries.ts";
import { checkFolder } from "./check-folder.ts";
import { type PolicyFile, readYaml } from "./document.ts";
import { inOrder, type Position, type Problem, problemAt, startOf } from "./problem.ts";
import { positionOf, readPart, type ReadPart } from "./read-part.ts";
import { mergeNames, type Said, saidOnce } from "./said-once.ts";

export type { PolicyFile } from "./document.ts";

/** Largest file, in characters. */
const FILE_LIMIT = 4_000_000;

/** Largest folder, in characters. */
const FOLDER_LIMIT = 64_000_000;

type Toggle = "forbid" | "permit";

/** The whole policy as IT wrote it: checked, merged, and still in its own words. */
export interface PolicySource {
  readonly organization: string;
  readonly revision: string | null;
  readonly levels: readonly string[];
  readonly default: Toggle;
  readonly unidentified: Toggle;
  readonly uninspectable: Toggle;
  /** Highest level that stays open while the agent is away, by name. */
  readonly openUpTo: string | null;
  readonly corporateAccounts: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly classify: readonly Classify[];
  readonly licenses: readonly License[];
  readonly rules: readonly Rule[];
  /** Where each rule and license stands, by `rule ID` and `license ID`. */
  readonly positions: ReadonlyMap<string, Position>;
}

/** What `parse` gives: a policy, or what is wrong with it, at most 100 problems. */
export type Parsed = { readonly ok: PolicySource } | { readonly problems: readonly Problem[] };

/**
 * Reads a policy folder. Files are taken by name, so the order in which a directory lists them is no part of
 * the policy. All problems are reported: what one file or entry has wrong does not hide what others have.
 */
export function parse(files: readonly PolicyFile[]): Parsed {
  const refused = files.length === 0 ? [noFiles] : tooLarge(files);
  if (refused.length > 0) return { problems: inOrder(refused) };
  const byName = files.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
  const reads = byName.map((file) => readYaml(file));
  const parts = reads.flatMap((read) => ("value" in read ? [readPart(read)] : []));
  const unread = reads.flatMap((read) => ("value" in read ? [] : read));
  const once = saidOnce(parts);
  const named = mergeNames(parts);
  const inParts = parts.flatMap((part) => [...part.problems, ...checkEntries(part)]);
  const inFolder = checkFolder(parts, once.said, unread.length > 0);
  const problems = [...unread, ...inParts, ...once.problems, ...named.problems, ...inFolder];
  if (problems.length > 0) return { problems: inOrder(problems) };
  return { ok: merged(parts, once.said, named.names) };
}

function merged(parts: readonly ReadPart[], said: Said, names: PolicySource["names"]): PolicySource {
  const rules = parts.flatMap((part) => part.rules);
  const licenses = parts.flatMap((part) => part.licenses);
  const positions = [
    ...rules.map((entry) => [`rule ${entry.value.id}`, positionOf(entry)] as const),
    ...licenses.map((entry) => [`license ${entry.value.id}`, positionOf(entry)] as const),
  ];
  return {
    organization: said.organization ?? "Your organization",
    revision: said.revision ?? null,
    levels: said.levels ?? ["open"],
    default: said.default ?? "forbid",
    unidentified: said.unidentified ?? "forbid",
    uninspectable: said.uninspectable ?? "forbid",
    openUpTo: said.agent_away?.open_up_to ?? null,
    corporateAccounts: parts.flatMap((part) => part.said.accounts?.corporate ?? []),
    names,
    classify: parts.flatMap((part) => part.classify.map((entry) => entry.value)),
    licenses: licenses.map((entry) => entry.value),
    rules: rules.map((entry) => entry.value),
    positions: new Map(positions),
  };
}

const noFiles = problemAt(
  startOf("policy"),
  "no_files",
  "The policy folder holds no YAML file.",
  "Put at least one file such as `policy.yaml` into it, with `lanyard: 1` and `unidentified: forbid`.",
);

/** Size is looked at before anything is parsed. */
function tooLarge(files: readonly PolicyFile[]): Problem[] {
  const mend = "Split it into files of at most 4 MB in the same folder: their lists add up.";
  const large = files
    .filter(({ text }) => text.length > FILE_LIMIT)
    .map(({ file, text }): Problem => {
      const message = `The file has ${megabytes(text.length)} MB; a file may have ${megabytes(FILE_LIMIT)} MB.`;
      return problemAt(startOf(file), "too_large", message, mend);
    });
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  const [first] = files;
  if (large.length > 0 || total <= FOLDER_LIMIT || !first) return large;
  const message = `The folder has ${megabytes(total)} MB; a policy may have ${megabytes(FOLDER_LIMIT)} MB.`;
  const fewer = "Join rules that differ only in their lists: one rule may name many models and groups.";
  return [problemAt(startOf(first.file), "too_large", message, fewer)];
}

function megabytes(characters: number): string {
  return (characters / 1_000_000).toFixed(1);
}
