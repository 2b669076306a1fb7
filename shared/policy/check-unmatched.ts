import type { Knowledge } from "./compiled-policy.ts";
import type { PolicyList, PolicySource } from "./parse.ts";
import { fold, literalPrefix, matches } from "./pattern.ts";
import { type Problem, PROBLEM_LIMIT, warningAt } from "./problem.ts";
import { meant, nearest } from "./spelling.ts";
import { shown } from "./wrong.ts";

const LISTS: readonly PolicyList[] = ["classify", "licenses", "grants", "directives", "guardrails", "rules"];

/** Globs and families that meet no model of the catalog: a warning, since the catalog may not know it yet. */
export function unmatchedNames(source: PolicySource, { models, spell }: Knowledge): Problem[] {
  if (models.length === 0) return [];
  const ids = models.map(({ id }) => fold(id)).toSorted();
  const families = new Set(models.map(({ family }) => fold(family)));
  const isMet = remembered((pattern) => meetsOne(fold(spell(pattern)), ids));
  const problems: Problem[] = [];
  for (const list of LISTS) {
    for (const [index, { models: patterns = [], families: named = [] }] of source[list].entries()) {
      for (const [at, pattern] of patterns.entries()) {
        if (!pattern.includes("*") || pattern === "*" || isMet(pattern)) continue;
        const message = `No model that the catalog knows is a ${shown(pattern)}.`;
        const position = source.place(list, index, "models", at);
        problems.push(warningAt(position, "no_known_model", message, globMend(pattern, ids)));
      }
      for (const [at, family] of named.entries()) {
        if (families.has(fold(family))) continue;
        const message = `No model that the catalog knows is of a family ${shown(family)}.`;
        const position = source.place(list, index, "families", at);
        problems.push(warningAt(position, "no_known_model", message, familyMend(family, families)));
      }
      if (problems.length >= PROBLEM_LIMIT) return problems;
    }
  }
  return problems;
}

function remembered(ask: (pattern: string) => boolean): (pattern: string) => boolean {
  const answers = new Map<string, boolean>();
  return (pattern) => {
    const before = answers.get(pattern) ?? ask(pattern);
    answers.set(pattern, before);
    return before;
  };
}

/** Sorted ids are looked at from the first that has the pattern's beginning, as long as they have it. */
function meetsOne(pattern: string, ids: readonly string[]): boolean {
  const prefix = literalPrefix(pattern);
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  for (const id of ids.slice(low)) {
    if (!id.startsWith(prefix)) return false;
    if (matches(pattern, id)) return true;
  }
  return false;
}

const MAYBE_NEW = "Look at its spelling; leave it as it is where the model is newer than the catalog.";

function globMend(pattern: string, ids: readonly string[]): string {
  const [provider = ""] = fold(pattern).split("/");
  if (provider.includes("*") || ids.some((id) => id.startsWith(`${provider}/`))) return MAYBE_NEW;
  const providers = [...new Set(ids.map((id) => id.slice(0, id.indexOf("/"))))];
  const near = nearest(provider, providers);
  return near === null ? MAYBE_NEW : `Did you mean ${near}/…? ${MAYBE_NEW}`;
}

function familyMend(family: string, known: ReadonlySet<string>): string {
  return nearest(family, [...known]) === null ? MAYBE_NEW : meant(family, [...known].slice(0, 40));
}
