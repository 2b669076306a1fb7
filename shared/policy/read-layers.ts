import { LAYERS, Rule, Use } from "../schema/policy.ts";
import { type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import type { Layer, ReadPart } from "./read-part.ts";
import { type Entry, entryProblem, sift } from "./sift.ts";
import { type Budget, expand, templateBudget, templateProblem, type Templates } from "./templates.ts";
import { shown } from "./wrong.ts";

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
    parts.flatMap((part) => readLayer(part, layer, at)),
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

function readLayer(part: ReadPart, layer: Layer, at: Circumstance): Entry<Rule>[] {
  const entries: Entry<Rule>[] = [];
  for (const sentence of part.sentences[layer]) {
    if (at.problems.length > PROBLEM_LIMIT) break;
    if ("rule" in sentence) entries.push(sentence.rule);
    else if (at.isSound) readUse(sentence.use, at, entries);
  }
  return entries;
}

/** What a template made is checked as if it had been written where it is used; problems stand at the use. */
function readUse({ value, read, path }: Entry<unknown>, at: Circumstance, entries: Entry<Rule>[]): void {
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
