import type { Classify } from "../schema/policy.ts";
import type { ModelFacts } from "../schema/model-facts.ts";
import type { Knowledge } from "./compiled-policy.ts";
import { moment } from "./moment.ts";
import { fold, matches } from "./pattern.ts";
import { asSet } from "./set.ts";

/** How a policy chooses models: by name, by facts, or both. */
type Selector = Pick<Classify, "models" | "families" | "open_weights" | "released">;

/** Models by name, already spelled; null: every model, and calls whose model cannot be told. */
interface Chosen {
  readonly models: readonly string[] | null;
  readonly unknownToo: boolean;
}

/** Turns selectors into names, against what the catalog knows. */
export interface Chooser {
  readonly spell: (id: string) => string;
  /** For permits and licenses: models that are known to have the facts. */
  readonly granting: (selector: Selector) => Chosen;
  /** For all that restricts: models that may have the facts, those that the catalog does not know included (P5). */
  readonly restricting: (selector: Selector) => Chosen;
  /** Ids of every known model, sorted. */
  readonly known: () => readonly string[];
}

/** A chooser that remembers what it has spelled and found: policies repeat themselves. */
export function chooser({ spell, models }: Knowledge): Chooser {
  const spelled = new Map<string, string>();
  const spellOnce = (id: string): string => {
    const before = spelled.get(id) ?? spell(id);
    spelled.set(id, before);
    return before;
  };
  const found = new Map<string, readonly string[]>();
  const choose = (selector: Selector, ifUnknown: boolean): Chosen => {
    const names = namesOf(selector, spellOnce);
    if (!hasFacts(selector)) return { models: names, unknownToo: false };
    const { families, open_weights, released } = selector;
    const key = JSON.stringify([names, families, open_weights, released, ifUnknown]);
    const ids = found.get(key) ?? idsOf(models, names, selector, ifUnknown);
    found.set(key, ids);
    return { models: ids, unknownToo: ifUnknown };
  };
  return {
    spell: spellOnce,
    granting: (selector) => choose(selector, false),
    restricting: (selector) => choose(selector, true),
    known: () => asSet(models.map(({ id }) => id)),
  };
}

/** Whether a selector asks for what only the catalog knows. */
export function hasFacts({ families, open_weights, released }: Selector): boolean {
  return families !== undefined || open_weights !== undefined || released !== undefined;
}

/** `*` among the models is every model, named or not, as if the key were absent. */
function namesOf({ models }: Selector, spell: (id: string) => string): readonly string[] | null {
  return models === undefined || models.includes("*") ? null : asSet(models.map(spell));
}

function idsOf(
  models: readonly ModelFacts[],
  names: readonly string[] | null,
  selector: Selector,
  ifUnknown: boolean,
): readonly string[] {
  const patterns = names?.map(fold);
  const test = factTest(selector, ifUnknown);
  const chosen = models.filter(
    (model) => test(model) && (!patterns || patterns.some((pattern) => matches(pattern, fold(model.id)))),
  );
  return asSet(chosen.map(({ id }) => id));
}

/** Three-valued (P5): a fact that the catalog does not have is as good as the policy's side needs it. */
function factTest(
  { families, open_weights, released }: Selector,
  ifUnknown: boolean,
): (model: ModelFacts) => boolean {
  const wanted = families && new Set(families.map(fold));
  const after = released?.after === undefined ? null : moment(released.after);
  const before = released?.before === undefined ? null : moment(released.before);
  return ({ family, openWeights, released: day }) => {
    if (wanted && !wanted.has(fold(family))) return false;
    if (open_weights !== undefined && !(openWeights === null ? ifUnknown : openWeights === open_weights))
      return false;
    if (after === null && before === null) return true;
    if (day === null) return ifUnknown;
    return (after === null || day >= after) && (before === null || day < before);
  };
}
