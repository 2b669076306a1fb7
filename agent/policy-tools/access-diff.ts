import { prepare, type Authority } from "../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { ACTIONS, type Action } from "../../shared/schema/action.ts";
import type { Person } from "../../shared/schema/person.ts";
import { circumstancesOf, type Circumstance } from "./circumstances.ts";
import { modelClasses, type CallName, type ModelClass } from "./model-classes.ts";
import { ordinaryCall } from "./ordinary-call.ts";
import { changeBetween, outcomeOf, type Change } from "./outcome.ts";
import { digest, peopleClasses, type PeopleClass } from "./people-classes.ts";

/** One change of access, for everybody and every model that it is the same for. */
export interface AccessChange extends Change {
  /** In words; empty: on an ordinary call. */
  readonly circumstance: string;
  readonly actions: readonly Action[];
  /** What the calls name. */
  readonly models: readonly CallName[];
  readonly people: readonly string[];
  /** Ids of the rules of the new policy that determine it; empty where none does any more. */
  readonly rules: readonly string[];
  /** When it begins, milliseconds since 1970 UTC; null: at the moment that was asked about. */
  readonly from: number | null;
  /** When it ends by a date of the policies, else null. */
  readonly until: number | null;
}

/** What is compared. */
export interface Comparison {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  readonly people: Iterable<Person>;
  /** Ids of models that the catalog knows beside those that the policies name. */
  readonly known: readonly string[];
  /** The moment from which on access is compared. */
  readonly at: number;
}

/** Most dates that are gone through. */
const MOMENTS = 12;

/** Whose access to what changes between two policies, the change of most people first. */
export function accessDiff({ before, after, people, known, at }: Comparison): readonly AccessChange[] {
  const policies = [before, after];
  const models = modelClasses(policies, known);
  const circumstances = circumstancesOf(policies);
  const classes = peopleClasses(policies, people).filter(hasChanged);
  const moments = momentsOf(policies, at);
  const spans: Span[] = [];
  const open = new Map<string, Span>();
  for (const [index, moment] of moments.entries()) {
    const changes = classes.flatMap((one) => changesOf(one, { models, circumstances, moment }));
    note(spans, open, together(changes), { from: index === 0 ? null : moment, moment });
  }
  return spans
    .map(({ change, from, until }) => ({ ...change, from, until }))
    .toSorted(
      (a, b) =>
        Number(a.circumstance !== "") - Number(b.circumstance !== "") || b.people.length - a.people.length,
    );
}

type Undated = Omit<AccessChange, "from" | "until">;

interface Span {
  readonly change: Undated;
  readonly from: number | null;
  until: number | null;
}

/** Opens a span where a change is new, and ends those that are no longer there. */
function note(
  spans: Span[],
  open: Map<string, Span>,
  changes: readonly Undated[],
  { from, moment }: { readonly from: number | null; readonly moment: number },
): void {
  const now = new Map(changes.map((change) => [JSON.stringify(change), change]));
  for (const [key, span] of open) {
    if (now.has(key)) continue;
    span.until = moment;
    open.delete(key);
  }
  for (const [key, change] of now) {
    if (open.has(key)) continue;
    const span: Span = { change, from, until: null };
    spans.push(span);
    open.set(key, span);
  }
}

function hasChanged({ clearances }: PeopleClass): boolean {
  return new Set(clearances.map(digest)).size > 1;
}

/** The moment that was asked about, and every date of the policies behind it. */
function momentsOf(policies: readonly CompiledPolicy[], at: number): readonly number[] {
  const dates = policies
    .flatMap(({ rules, licenses }) => [...rules, ...licenses])
    .flatMap(({ from, until }) => [from, until])
    .filter((date) => date !== null && date > at);
  return [at, ...[...new Set(dates)].sort((a, b) => Number(a) - Number(b))].slice(0, MOMENTS) as number[];
}

interface Field {
  readonly models: readonly ModelClass[];
  readonly circumstances: readonly Circumstance[];
  readonly moment: number;
}

/** Every change for one class of people at one moment. */
function changesOf({ people, clearances }: PeopleClass, field: Field): readonly Undated[] {
  const [before, after] = clearances.map((clearance) => prepare(clearance));
  if (!before || !after) return [];
  return field.models.flatMap((model) => {
    const ordinary = new Map<Action, string>();
    return field.circumstances.flatMap((circumstance) =>
      byAction(before, after, model, circumstance, field.moment, ordinary).map((found) => ({
        ...found,
        models: model.names,
        people,
      })),
    );
  });
}

type Found = Omit<Undated, "models" | "people">;

/** The changes of one model in one circumstance; what changes on the ordinary call alike is not said again. */
function byAction(
  before: Authority,
  after: Authority,
  model: ModelClass,
  { words, change }: Circumstance,
  moment: number,
  ordinary: Map<Action, string>,
): readonly Found[] {
  const found = new Map<string, Found & { actions: Action[] }>();
  for (const action of ACTIONS) {
    const request = { ...ordinaryCall(action, null, moment), ...change };
    const outcome = outcomeOf(after, { ...request, models: model.asked(after.clearance) });
    const earlier = outcomeOf(before, { ...request, models: model.asked(before.clearance) });
    const changed = changeBetween(earlier, outcome);
    const key = changed === null ? "" : JSON.stringify(changed);
    if (words === "") ordinary.set(action, key);
    else if (ordinary.get(action) === key) continue;
    if (changed === null) continue;
    const group = key + outcome.rules.join(" ");
    const same = found.get(group) ?? { ...changed, circumstance: words, actions: [], rules: outcome.rules };
    same.actions.push(action);
    found.set(group, same);
  }
  return [...found.values()];
}

/** Joins the models that change alike for the same people, then the people for whom the same models do. */
function together(changes: readonly Undated[]): readonly Undated[] {
  const byModels = merge(
    changes,
    ({ models: _, ...rest }) => JSON.stringify(rest),
    (one, other) => ({
      ...one,
      models: [...one.models, ...other.models],
    }),
  );
  return merge(
    byModels,
    ({ people: _, ...rest }) => JSON.stringify(rest),
    (one, other) => ({
      ...one,
      people: [...one.people, ...other.people],
    }),
  );
}

function merge(
  changes: readonly Undated[],
  keyOf: (change: Undated) => string,
  join: (one: Undated, other: Undated) => Undated,
): readonly Undated[] {
  const merged = new Map<string, Undated>();
  for (const change of changes) {
    const key = keyOf(change);
    const known = merged.get(key);
    merged.set(key, known ? join(known, change) : change);
  }
  return [...merged.values()];
}
