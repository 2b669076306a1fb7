import { LAYERS, Rule, Use } from "../schema/policy.ts";
import type { Path, ReadFile } from "./document.ts";
import { type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { type Entry, entryProblem, listOf, sift } from "./sift.ts";
import { type Budget, expand, templateBudget, templateProblem, type Templates } from "./templates.ts";
import { shown } from "./wrong.ts";

/** Which list of a policy file a sentence stands in. */
export type Layer = (typeof LAYERS)[number];

/** The sound sentences of all files, layer by layer. */
export interface ReadLayers extends Readonly<Record<Layer, readonly Entry<Rule>[]>> {
  readonly problems: readonly Problem[];
}

interface Circumstance {
  /** False where a template is at fault: what uses it would be told again and again. */
  readonly isSound: boolean;
  readonly templates: Templates;
  readonly budget: Budget;
  readonly problems: Problem[];
}

/** Reads directives, guardrails and rules, with what is made from templates written out. */
export function readLayers(parts: readonly ReadPart[], templates: Templates): ReadLayers {
  const problems = unsoundTemplates(parts, templates);
  const at = { templates, budget: templateBudget(), problems, isSound: problems.length === 0 };
  const [directives = [], guardrails = [], rules = []] = LAYERS.map((layer) =>
    parts.flatMap(({ read }) => readLayer(read, layer, at)),
  );
  return { directives, guardrails, rules, problems };
}

function unsoundTemplates(parts: readonly ReadPart[], templates: Templates): Problem[] {
  const problems: Problem[] = [];
  for (const { read, said } of parts) {
    for (const name of Object.keys(said.templates ?? {})) {
      const found = templateProblem(name, templates);
      if (!found || problems.length === PROBLEM_LIMIT) continue;
      const [key, { code, message, mend }] = found;
      problems.push(
        problemAt(read.at(["templates", name, key]), code, `Template ${shown(name)}: ${message}`, mend),
      );
    }
  }
  return problems;
}

function readLayer(read: ReadFile, layer: Layer, at: Circumstance): Entry<Rule>[] {
  const entries: Entry<Rule>[] = [];
  for (const [index, value] of listOf(read, layer).entries()) {
    if (at.problems.length > PROBLEM_LIMIT) break;
    const path = [layer, index];
    const isUse = typeof value === "object" && value !== null && "use" in value;
    if (!isUse) take(sift(Rule, value, read, path), read, path, at.problems, entries);
    else if (at.isSound) readUse(value, read, path, at, entries);
  }
  return entries;
}

type Sifted<T> = ReturnType<typeof sift<T>>;

function take(
  sifted: Sifted<Rule>,
  read: ReadFile,
  path: Path,
  problems: Problem[],
  entries: Entry<Rule>[],
): void {
  if ("data" in sifted) entries.push({ value: sifted.data, read, path });
  else for (const problem of sifted.problems) problems.push(problem);
}

/** What a template made is checked as if it had been written where it is used; problems stand at the use. */
function readUse(value: unknown, read: ReadFile, path: Path, at: Circumstance, entries: Entry<Rule>[]): void {
  const use = sift(Use, value, read, path);
  if (!("data" in use)) return void at.problems.push(...use.problems);
  const made = expand(use.data, at.templates, at.budget);
  if ("code" in made) {
    const entry = { value: use.data, read, path };
    return void at.problems.push(entryProblem(entry, [], made.code, made.message, made.mend));
  }
  const written = { ...read, value: { [String(path[0])]: { [Number(path[1])]: made.rule } } };
  const sifted = sift(Rule, made.rule, written, path);
  if ("data" in sifted) return void entries.push({ value: sifted.data, read: written, path });
  const hint = ` It comes from the template ${shown(use.data.use)}.`;
  for (const { code, message, mend } of sifted.problems)
    at.problems.push(problemAt(read.at(path), code, message, mend + hint));
}
