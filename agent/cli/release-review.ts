import { factsOf, KNOWLEDGE, knowledgeOf } from "../../shared/catalog/knowledge.ts";
import { modelTables } from "../../shared/catalog/model-tables.ts";
import type { CompiledPolicy, Knowledge } from "../../shared/policy/compiled-policy.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import packageFile from "../../package.json" with { type: "json" };
import { editionSentence, readEditionText } from "../distribution/catalog-file.ts";
import type { People } from "../facts/people.ts";
import { problemLine } from "../platform/yaml-file.ts";
import type { AccessChange } from "../policy-tools/access-change.ts";
import { accessDiff } from "../policy-tools/access-diff.ts";
import { CommandError } from "./exit.ts";
import { diffLines } from "./policy-diff.ts";
import { policyFrom, soundOrThrow } from "./policy-files.ts";
import { plain } from "./print.ts";

/** What a change does to people. */
export interface Review {
  readonly policy: CompiledPolicy;
  readonly changes: readonly AccessChange[];
  /** Ids of everybody who is denied something by it. */
  readonly denied: readonly string[];
  /** For people: counts, then a line a change. */
  readonly lines: readonly string[];
}

/** Two states of what one endpoint obeys: a release together with the directives. */
export interface Reviewed {
  readonly before: readonly PolicyFile[];
  readonly after: readonly PolicyFile[];
  readonly people: People;
  /** What the catalogs before and after lend to the policies. */
  readonly knowledge: { readonly before: Knowledge; readonly after: Knowledge };
}

/** Compiles both states and says whose access changes; throws `found` where the new one has problems. */
export function reviewOf({ before, after, people, knowledge }: Reviewed): Review {
  const policy = soundOrThrow(policyFrom(after, knowledge.after));
  const changes = accessDiff({
    before: soundOrThrow(policyFrom(before, knowledge.before)),
    after: policy,
    people: people.values(),
    known: knowledge.after.models.map(({ id }) => id),
    at: Date.now(),
  });
  return {
    policy,
    changes,
    denied: peopleOf(changes.filter(({ kind }) => kind === "lost")),
    lines: diffLines(changes, policy, people.size, peopleOf(changes).length).map(plain),
  };
}

function peopleOf(changes: readonly AccessChange[]): readonly string[] {
  return [...new Set(changes.flatMap((change) => change.people))];
}

/** Warnings about a policy, a line each. */
export function warningLines(files: readonly PolicyFile[], knowledge: Knowledge): readonly string[] {
  const found = policyFrom(files, knowledge);
  return "warnings" in found ? found.warnings.map((one) => plain(`Warning: ${problemLine(one)}`)) : [];
}

/** What an edition of the catalog lends to policy; null is the built-in one. Throws `found` with what is wrong with it. */
export function knowledgeIn(file: string, text: string | null): Knowledge {
  if (text === null) return KNOWLEDGE;
  const reading = readEditionText(text, packageFile.version);
  if (!reading.ok) throw new CommandError("found", editionSentence(file, reading.problems));
  const { models } = reading.edition;
  return knowledgeOf(modelTables(models), factsOf(models.facts));
}
