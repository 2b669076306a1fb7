import { writeFileSync } from "node:fs";
import { labOfName } from "../../shared/catalog/lab-families.ts";
import { BUILT_IN_TABLES } from "../../shared/catalog/model-tables.ts";
import own from "../../shared/catalog/models/own-facts.json" with { type: "json" };
import { SERVICES } from "../../shared/catalog/services.ts";
import { spelledName } from "../../shared/policy/model-name.ts";
import { matches } from "../../shared/policy/pattern.ts";
import { type Sighting, sightings } from "./sightings.ts";

/** One model as `shared/catalog/models/facts.json` has it. */
export interface FactOnFile {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly openWeights: boolean | null;
  /** "2025-11-24", or null. */
  readonly released: string | null;
}

/**
 * The facts about every model that somebody lists: two public catalogs, the models that our own records of services
 * speak of, and `own-facts.json`, which has the last word. Runs here, beside the tests, because only a developer
 * generates: `shared/` may read no package, and nothing that ships may need these two.
 */
export function modelFacts(): readonly FactOnFile[] {
  const seen = Map.groupBy(sightings(), ({ id }) => id);
  const spoken = SERVICES.flatMap(({ aliases }) => Object.values(aliases).flat());
  const stated = new Map(own.models.map((fact) => [fact.id, fact]));
  const ids = [...new Set([...seen.keys(), ...spoken, ...stated.keys()])].filter(
    (id) => isOfLab(id) || stated.has(id),
  );
  const drafts = ids.toSorted().map((id) => Object.assign(factOf(id, seen.get(id) ?? []), stated.get(id)));
  return withDistinctNames(drafts);
}

/** Models of labs that the catalog knows: somebody else's fine-tune is one of thousands, and classified by glob. */
function isOfLab(id: string): boolean {
  const [lab = "", name = ""] = id.split("/");
  return labOfName(BUILT_IN_TABLES, name)?.lab.lab === lab;
}

function factOf(id: string, seen: readonly Sighting[]): FactOnFile {
  const name = id.slice(id.indexOf("/") + 1);
  return {
    id,
    name: nameOf(seen) ?? spelledName(id),
    family: labOfName(BUILT_IN_TABLES, name)?.family ?? name,
    openWeights: weightsOf(id, seen),
    released: releaseOf(seen),
  };
}

/** The lab's own name before others', and the shortest of them: the long ones name a snapshot. */
function nameOf(seen: readonly Sighting[]): string | null {
  const named = believed(seen).flatMap(({ name }) => (name === null || isTechnical(name) ? [] : plain(name)));
  return named.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? null;
}

/** An id in the place of a name. */
function isTechnical(name: string): boolean {
  return !/[A-Z]/.test(name) || /[/_]/.test(name);
}

/** "Anthropic: Claude Haiku 3 (latest)" is "Claude Haiku 3", "Kimi K2 0711 Preview" is "Kimi K2". */
function plain(name: string): string {
  return name
    .replace(/^[^:]+: /, "")
    .replaceAll(/\s*\([^)]*\)/g, "")
    .replace(/( (Latest|Preview|Beta|\d{4}|\d{6,8}))+$/, "")
    .trim();
}

/** The first day that the lab names, else one that two lists agree on: a reseller's may be the day it joined. */
function releaseOf(seen: readonly Sighting[]): string | null {
  const dated = seen.filter(({ released }) => released !== null && /^\d{4}-\d{2}-\d{2}$/.test(released));
  const days = Map.groupBy(dated, ({ released }) => released ?? "");
  const sure = Array.from(days).filter(([, on]) => on.length > 1 || on.some((one) => one.own));
  return sure.map(([day]) => day).toSorted()[0] ?? null;
}

/** What we say of whole families, else what the lists agree on; where they disagree it is unknown (P5). */
function weightsOf(id: string, seen: readonly Sighting[]): boolean | null {
  const stated = own.weights.find(({ models }) => models.some((pattern) => matches(pattern, id)));
  if (stated !== undefined) return stated.open;
  const told = new Set(believed(seen).flatMap(({ openWeights }) => openWeights ?? []));
  const [only] = told;
  return told.size === 1 && only !== undefined ? only : null;
}

/** The lab's own list where there is one, else everybody's. */
function believed(seen: readonly Sighting[]): readonly Sighting[] {
  const lab = seen.filter((one) => one.own);
  return lab.length > 0 ? lab : seen;
}

/** Two models that are called the same would be told as one: such a model is then named by its id. */
function withDistinctNames(facts: readonly FactOnFile[]): readonly FactOnFile[] {
  const called = Map.groupBy(
    facts.flatMap(({ id, name }) => [...new Set([name.toLowerCase(), spelledName(id).toLowerCase()])]),
    (name) => name,
  );
  return facts.map(({ id, name, ...rest }) => {
    const isShared = (called.get(name.toLowerCase())?.length ?? 0) > 1;
    return Object.assign({ id, name: isShared ? spelledName(id) : name }, rest);
  });
}

if (import.meta.main) {
  const file = new URL("../../shared/catalog/models/facts.json", import.meta.url);
  writeFileSync(
    file,
    `[\n${modelFacts()
      .map((fact) => JSON.stringify(fact))
      .join(",\n")}\n]\n`,
  );
}
