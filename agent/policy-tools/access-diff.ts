import { prepare, type Authority } from "../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { ACTIONS, type Action } from "../../shared/schema/action.ts";
import type { Person } from "../../shared/schema/person.ts";
import { ChangeSpans, together, type AccessChange, type ChangeNow } from "./access-change.ts";
import { circumstancesOf, type Circumstance } from "./circumstances.ts";
import { modelClasses, type ModelClass } from "./model-classes.ts";
import { ordinaryCall } from "./ordinary-call.ts";
import { changeBetween, outcomeOf } from "./outcome.ts";
import { digest, peopleClasses, type PeopleClass } from "./people-classes.ts";

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
  const spans = new ChangeSpans();
  for (const moment of momentsOf(policies, at)) {
    const field: Field = { models, circumstances, moment };
    spans.take(together(classes.flatMap((one) => changesOf(one, field))), moment, moment === at);
  }
  return spans.all();
}

function hasChanged({ clearances }: PeopleClass): boolean {
  return new Set(clearances.map(digest)).size > 1;
}

/** The moment that was asked about, and every date of the policies behind it. */
function momentsOf(policies: readonly CompiledPolicy[], at: number): readonly number[] {
  const dates = policies
    .flatMap(({ rules, licenses }) => [...rules, ...licenses])
    .flatMap(({ from, until }) => [from, until])
    .filter((date) => date !== null)
    .filter((date) => date > at);
  return [at, ...[...new Set(dates)].sort((a, b) => a - b)].slice(0, MOMENTS);
}

interface Field {
  readonly models: readonly ModelClass[];
  readonly circumstances: readonly Circumstance[];
  readonly moment: number;
}

/** The same people under both policies. */
interface Pair {
  readonly people: readonly string[];
  readonly before: Authority;
  readonly after: Authority;
}

/** Every change for one class of people at one moment. What deciding remembers goes with the class. */
function changesOf({ people, clearances }: PeopleClass, field: Field): readonly ChangeNow[] {
  const { models, circumstances, moment } = field;
  const [before, after] = clearances.map((clearance) => prepare(clearance));
  if (!before || !after) return [];
  return models.flatMap((model) => {
    const ordinary = new Map<Action, string>();
    return circumstances.flatMap((circumstance) =>
      byAction({ people, before, after }, model, circumstance, moment, ordinary),
    );
  });
}

/**
 * The changes for one class of models in one circumstance. The ordinary call comes first and is noted in `ordinary`;
 * what changes in other circumstances just as it does there is not said again.
 */
function byAction(
  { people, before, after }: Pair,
  model: ModelClass,
  { words, change }: Circumstance,
  moment: number,
  ordinary: Map<Action, string>,
): readonly ChangeNow[] {
  const [modelsBefore, modelsAfter] = [model.asked(before.clearance), model.asked(after.clearance)];
  const found = new Map<string, ChangeNow & { readonly actions: Action[] }>();
  for (const action of ACTIONS) {
    const request = { ...ordinaryCall(action, modelsAfter, moment), ...change };
    const outcome = outcomeOf(after, request);
    const changed = changeBetween(outcomeOf(before, { ...request, models: modelsBefore }), outcome);
    const key = JSON.stringify(changed);
    if (words === "") ordinary.set(action, key);
    else if (ordinary.get(action) === key) continue;
    if (changed === null) continue;
    const { rules } = outcome;
    const group = JSON.stringify([key, rules]);
    const alike = found.get(group) ?? {
      ...changed,
      circumstance: words,
      actions: [],
      models: model.names,
      people,
      rules,
    };
    alike.actions.push(action);
    found.set(group, alike);
  }
  return [...found.values()];
}
