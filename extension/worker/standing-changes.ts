import * as z from "zod/mini";
import { Stood } from "../../shared/schema/standing.ts";
import { Moment, Name } from "../../shared/schema/text.ts";
import { StandingChange } from "../../shared/wire/clearance-page.ts";

/** How one model stands, as it is kept to be compared with later. */
export const ModelStood = z.strictObject({
  id: Name,
  name: Name,
  /** The state in words: what reads the same is no change. */
  words: z.string(),
  stood: Stood,
  rules: z.array(Name),
});
export type ModelStood = z.infer<typeof ModelStood>;

/** What is kept from one clearance to the next, for one person. */
export const KeptStandings = z.strictObject({
  person: Name,
  models: z.array(ModelStood),
  /** The newest first. */
  changes: z.array(StandingChange),
  /** When the standings were looked at. */
  at: Moment,
});
export type KeptStandings = z.infer<typeof KeptStandings>;

const DAY = 86_400_000;
/** Changes are told for so long, in milliseconds: the page says what changed since yesterday, wherever that began. */
const KEPT_FOR = 3 * DAY;
/** Most changes that are kept, the newest. */
export const MOST_CHANGES = 1_000;

/** What is kept after a look at how the models stand now. Another person's standings are no one's before. */
export function nextStandings(
  before: KeptStandings | null,
  person: string,
  models: readonly ModelStood[],
  at: number,
): KeptStandings {
  if (before === null || before.person !== person) return { person, models: [...models], changes: [], at };
  const news = changesBetween(before.models, models, at);
  const kept = [...news, ...before.changes].filter((change) => change.at > at - KEPT_FOR);
  return { person, models: [...models], changes: kept.slice(0, MOST_CHANGES), at };
}

/** How models stand otherwise than before, in the order of the policy; then those that it names no longer. */
export function changesBetween(
  before: readonly ModelStood[],
  now: readonly ModelStood[],
  at: number,
): readonly StandingChange[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const ids = new Set(now.map(({ id }) => id));
  const changed = now.flatMap(({ id, name, words, stood, rules }): StandingChange[] => {
    const was = old.get(id);
    return was?.words === words ? [] : [{ at, model: id, name, from: was?.stood ?? null, to: stood, rules }];
  });
  const gone = before
    .filter(({ id }) => !ids.has(id))
    .map(({ id, name, stood }): StandingChange => ({
      at,
      model: id,
      name,
      from: stood,
      to: null,
      rules: [],
    }));
  return [...changed, ...gone];
}
