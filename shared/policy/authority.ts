import type { Clearance, ResidualRule } from "../schema/clearance.ts";
import type { Ground } from "../schema/decision.ts";
import { fold, isNameable } from "./pattern.ts";
import { indexPatterns, itemsOf, type PatternIndex } from "./pattern-index.ts";
import { listed, readBy, type Readers, ready, type ReadyRule, type RuleLists } from "./ready-rule.ts";
import type { Remembered } from "./remembered.ts";
import { type ReadyStep, readySteps } from "./staleness.ts";
import type { Verdict } from "./verdict.ts";

/** What is known of one model, or of calls that name none (`id` null). */
export interface ModelEntry {
  readonly id: string | null;
  readonly folded: string | null;
  /** Index into `levels`; calls that name none are above all of them. */
  readonly level: number;
  /** Compartments that the model has and the person has not, sorted. */
  readonly lacking: readonly string[];
  /** Rules that name this model; those for every model are the authority's. */
  readonly named: RuleLists;
  /** Which facts of a call the rules for this model read, as bits of `FACT`. */
  readonly reads: number;
  /** By action, account and whether the body can be read. */
  readonly remembered: (Remembered | undefined)[];
  /** Denials that no rule made: one for each ground is enough. */
  readonly denials: Map<Ground, Verdict>;
}

/** A clearance made ready to be decided from, with a bounded memory of the models it was asked about. */
export interface Authority {
  readonly clearance: Clearance;
  /** Place of each rule in the policy. */
  readonly order: ReadonlyMap<ResidualRule, number>;
  readonly everyModel: RuleLists;
  /** Which facts of a call the rules for every model read. */
  readonly everyReads: number;
  readonly byModel: PatternIndex<ReadyRule>;
  /** Rules that also speak of models that nobody knew. */
  readonly unknownModels: readonly ReadyRule[];
  /** Permits that lack a proof: for telling so, never for deciding. */
  readonly almost: { readonly every: readonly ReadyRule[]; readonly byModel: PatternIndex<ReadyRule> };
  readonly classifications: PatternIndex<Clearance["classifications"][number]>;
  /** Folded ids; null where nobody asks. */
  readonly known: ReadonlySet<string> | null;
  readonly stale: readonly ReadyStep[];
  readonly unidentified: ModelEntry;
  readonly entries: Map<string, ModelEntry>;
  /** Ids of the models that policy names exactly, by provider. */
  readonly models: ReadonlyMap<string, readonly string[]>;
}

/** Models that are remembered. A hostile page can send endless names: the oldest is forgotten first. */
const ENTRY_LIMIT = 4_096;

/** Makes a clearance ready; done once for each clearance, in time linear to its size. */
export function prepare(clearance: Clearance): Authority {
  const readers: Readers = new Map();
  const rules = clearance.rules.map((rule, order) => ready(rule, order, readers));
  const almost = clearance.almost.map((rule, order) => ready(rule, rules.length + order, readers));
  const every = rules.filter(({ rule }) => rule.models === null);
  return {
    clearance,
    order: new Map(clearance.rules.map((rule, order) => [rule, order])),
    everyModel: listed(every),
    everyReads: readBy(every),
    byModel: indexPatterns(rules, ({ rule }) => rule.models ?? []),
    unknownModels: rules.filter(({ rule }) => rule.unknownToo),
    almost: {
      every: almost.filter(({ rule }) => rule.models === null),
      byModel: indexPatterns(almost, ({ rule }) => rule.models ?? []),
    },
    classifications: indexPatterns(clearance.classifications, ({ models }) => models),
    known: clearance.knownModels && new Set(clearance.knownModels.map(fold)),
    stale: readySteps(clearance.stale),
    unidentified: unidentifiedEntry(clearance, readBy(every)),
    entries: new Map(),
    models: Map.groupBy(
      clearance.models.map(({ id }) => id),
      providerOf,
    ),
  };
}

function unidentifiedEntry({ levels }: Clearance, reads: number): ModelEntry {
  return {
    id: null,
    folded: null,
    level: levels.length,
    lacking: [],
    named: listed([]),
    reads,
    remembered: [],
    denials: new Map(),
  };
}

/** The provider of a model id. */
export function providerOf(id: string): string {
  return fold(id.slice(0, Math.max(0, id.indexOf("/"))));
}

/** What is known of a model, from memory or from the indexes; what cannot be a name is unidentified (P7). */
export function entryOf(authority: Authority, id: string): ModelEntry {
  const known = authority.entries.get(id);
  if (known) return known;
  if (!isNameable(id)) return authority.unidentified;
  const entry = newEntry(authority, id);
  if (authority.entries.size >= ENTRY_LIMIT) forgetOldest(authority.entries);
  authority.entries.set(id, entry);
  return entry;
}

function forgetOldest(entries: Map<string, ModelEntry>): void {
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}

function newEntry(authority: Authority, id: string): ModelEntry {
  const folded = fold(id);
  const rules = rulesFor(authority, folded);
  return {
    id,
    folded,
    ...classOf(authority, folded),
    named: listed(rules),
    reads: authority.everyReads | readBy(rules),
    remembered: [],
    denials: new Map(),
  };
}

/** P5: that a model is unknown is a fact, and what restricts may ask for it. */
function isUnknown({ known }: Authority, folded: string): boolean {
  return known !== null && !known.has(folded);
}

function rulesFor(authority: Authority, folded: string): readonly ReadyRule[] {
  const rules = itemsOf(authority.byModel, folded);
  return isUnknown(authority, folded) ? [...new Set([...rules, ...authority.unknownModels])] : rules;
}

/** P2: of several classifications that match, the highest level stands and compartments are united. */
function classOf(authority: Authority, folded: string): Pick<ModelEntry, "level" | "lacking"> {
  const named = itemsOf(authority.classifications, folded);
  const unnamed = isUnknown(authority, folded)
    ? authority.clearance.classifications.filter(({ unknownToo }) => unknownToo)
    : [];
  const classes = [...named, ...unnamed];
  const held = authority.clearance.holder.compartments;
  const compartments = new Set(classes.flatMap((one) => one.compartments));
  return {
    level: classes.reduce((highest, { level }) => Math.max(highest, level), 0),
    lacking: [...compartments].filter((one) => !held.includes(one)).toSorted(),
  };
}
