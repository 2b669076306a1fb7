import type { CatalogContent, CatalogEdition, FactOnFile } from "../schema/catalog-edition.ts";
import type { Recognition } from "../schema/recognition.ts";
import type { Recognizer } from "../schema/recognizer.ts";
import { catalogOf } from "./edition.ts";
import type { EditionProblem } from "./edition-problem.ts";
import { identify } from "./identity.ts";
import { modelTables } from "./model-tables.ts";
import { recognize } from "./recognize.ts";
import { specimensOf } from "./specimens.ts";

/** What no edition may fall below. */
export interface Floor extends CatalogContent {
  readonly facts: readonly FactOnFile[];
}

/**
 * Everything that an edition takes away from the floor: an update may add and mend, never open. What is compared is in
 * the catalog's README.
 */
export function belowFloor(floor: Floor, edition: CatalogEdition): readonly EditionProblem[] {
  const lost = [
    ...lostRecords(floor.services, edition.services),
    ...lostFacts(floor.facts, edition.models.facts),
  ];
  if (lost.length > 0) return lost;
  return [...lostNames(floor, edition), ...lostCalls(floor, edition)];
}

function lostRecords(
  floor: readonly Recognizer[],
  services: readonly Recognizer[],
): readonly EditionProblem[] {
  const byName = new Map(services.map((record) => [record.service, record]));
  return floor.flatMap((record) => {
    const at = `services/${record.service}`;
    const next = byName.get(record.service);
    if (next === undefined)
      return [{ at, sentence: "This service is built in, and an edition must have it." }];
    return [...lostHosts(record, next, at), ...lostAliases(record, next, at), ...narrowed(record, next, at)];
  });
}

function lostHosts(record: Recognizer, next: Recognizer, at: string): readonly EditionProblem[] {
  const lost = record.hosts.filter((host) => !next.hosts.includes(host));
  return lost.map((host) => ({ at: `${at} hosts`, sentence: `The built-in host "${host}" must stay.` }));
}

/** A set may grow, which can only make the decision stricter (P7). */
function lostAliases(record: Recognizer, next: Recognizer, at: string): readonly EditionProblem[] {
  return Object.entries(record.aliases).flatMap(([alias, models]) => {
    const kept = Object.hasOwn(next.aliases, alias) ? (next.aliases[alias] ?? []) : [];
    const lost = models.filter((model) => !kept.includes(model));
    if (lost.length === 0) return [];
    return [{ at: `${at} aliases.${alias}`, sentence: `It may still be ${lost.join(", ")}: list that too.` }];
  });
}

function narrowed(record: Recognizer, next: Recognizer, at: string): readonly EditionProblem[] {
  const fields = [
    ["provider", record.provider !== next.provider],
    ["mixed", record.mixed !== true && next.mixed === true],
    ["abstract", record.abstract !== next.abstract],
    ["resells", record.resells !== next.resells],
    ["ports", next.ports !== undefined && !includesAll(next.ports, record.ports ?? [-1])],
    ["stores", !includesAll(next.stores ?? [], record.stores ?? [])],
    ["home", (record.stores ?? []).length > 0 && record.home !== next.home],
    ["hosts", record.hosts.length === 0 && next.hosts.length > 0],
  ] as const;
  return fields
    .filter(([, isNarrower]) => isNarrower)
    .map(([field]) => ({
      at: `${at} ${field}`,
      sentence: "It must stay as it is built in, so that no call is lost.",
    }));
}

function includesAll<T>(list: readonly T[], wanted: readonly T[]): boolean {
  return wanted.every((one) => list.includes(one));
}

/** What is known of a model stays; what was not known may be filled in. */
function lostFacts(floor: readonly FactOnFile[], facts: readonly FactOnFile[]): readonly EditionProblem[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return floor.flatMap((fact) => {
    const at = `models/facts ${fact.id}`;
    const next = byId.get(fact.id);
    if (next === undefined) return [{ at, sentence: "This model is built in, and an edition must know it." }];
    return (["family", "openWeights", "released"] as const)
      .filter((field) => fact[field] !== null && fact[field] !== next[field])
      .map((field) => ({
        at: `${at} ${field}`,
        sentence: `It must stay ${String(fact[field])}, as it is built in.`,
      }));
  });
}

/** Every spelling that meant a model of the floor must mean the same model. */
function lostNames(floor: Floor, edition: CatalogEdition): readonly EditionProblem[] {
  const before = modelTables(floor.models);
  const after = modelTables(edition.models);
  const spellings = new Set([...floor.facts.flatMap(spellingsOf), ...before.otherNames.keys()]);
  return Array.from(spellings).flatMap((id) => {
    const was = identify(id, ANYWHERE, before).model;
    const is = identify(id, ANYWHERE, after).model;
    if (was === null || was === is) return [];
    return [{ at: `models ${id}`, sentence: `It must still mean ${was}, and now means ${is ?? "nothing"}.` }];
  });
}

const ANYWHERE = { provider: "unknown", resells: true };

/** A model as labs and resellers write it. */
function spellingsOf({ id }: FactOnFile): readonly string[] {
  const slash = id.indexOf("/");
  const lab = id.slice(0, slash);
  const name = id.slice(slash + 1);
  return [
    id,
    name,
    `${lab}.${name}`,
    `${lab}-${name}`,
    `${name}-latest`,
    `${name}-20260101`,
    `openrouter/${id}:free`,
  ];
}

/** Every specimen of the floor's records must be recognized as it was, or more strictly. */
function lostCalls(floor: Floor, edition: CatalogEdition): readonly EditionProblem[] {
  const before = catalogOf(floor);
  const after = catalogOf(edition);
  const nameOf = (record: Recognizer): string => modelOf(record, floor.facts);
  const seen = new Map<string, EditionProblem>();
  for (const { name, call } of specimensOf(floor.services, nameOf)) {
    const was = recognize(before, call, { prompt: false });
    if (was === null) continue;
    const sentence = loss(was, recognize(after, call, { prompt: false }));
    // One sentence for each service is enough to mend it, and a list of a thousand is not read.
    if (sentence !== null && !seen.has(was.service))
      seen.set(was.service, { at: `services/${was.service}`, sentence: `${name}: ${sentence}` });
  }
  return [...seen.values()];
}

/** A model of the service's own lab, or else any. */
function modelOf({ provider }: Recognizer, facts: readonly FactOnFile[]): string {
  const fact =
    facts.find(({ id }) => id.startsWith(`${provider}/`)) ??
    facts.find(({ id }) => id.startsWith("openai/gpt"));
  return fact === undefined ? "gpt-5.5" : fact.id.slice(fact.id.indexOf("/") + 1);
}

function loss(was: Recognition, is: Recognition | null): string | null {
  if (is === null) return "It is no longer recognized.";
  if (is.service !== was.service) return `It was a call to ${was.service}, and now is one to ${is.service}.`;
  if (is.operation !== was.operation)
    return `The operation was ${was.operation}, and now is ${is.operation}.`;
  if (is.inspectable && !was.inspectable) return "What cannot be read is now taken for read.";
  if (was.account?.id != null && is.account?.id !== was.account.id) return "The account is no longer found.";
  if (was.region !== null && is.region !== was.region) return "The region is no longer found.";
  const lost = modelsOf(was).filter((model) => !modelsOf(is).includes(model));
  return lost.length === 0 ? null : `It may be for ${lost.join(", ")}, which is no longer found.`;
}

function modelsOf({ model, mayBe }: Recognition): readonly string[] {
  return model === null ? (mayBe ?? []) : [model];
}
