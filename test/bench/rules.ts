import type { Action } from "../../shared/schema/action.ts";
import type { Person } from "../../shared/schema/person.ts";

/** A rule in the words that every contestant has: who does not matter, all of the rest must be so. */
export interface BenchRule {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly actions: readonly Action[];
  /** Null: every model. */
  readonly model: string | null;
  /** Null: either. */
  readonly account: "corporate" | null;
}

/** One question that every contestant can answer. */
export interface Question {
  readonly action: Action;
  readonly model: string;
  readonly account: "corporate" | "personal";
}

/** Nobody in particular: the rules of the benchmark are for everybody. */
export const PERSON: Person = { id: "someone", groups: [], compartments: [], us_person: "unknown" };

/** How many questions there are; contestants are asked them again and again. */
export const QUESTIONS = 1_000;

/** The model that the rule of this number names; each two neighbors name the same one. */
export function modelOf(rule: number): string {
  const model = Math.floor(rule / 2);
  return `lab-${model % 50}/model-${model}`;
}

/** Exact models, listed actions, for some an account; one in ten forbids what its neighbor permits, and one an action on every model. */
export function rulesOf(count: number): readonly BenchRule[] {
  const named = Array.from({ length: count - 1 }, (_, index): BenchRule => {
    const model = modelOf(index);
    const id = `rule-${index}`;
    if (index % 10 === 0) return { id, effect: "forbid", actions: ["embedding"], model, account: null };
    const account = index % 3 === 0 ? "corporate" : null;
    return { id, effect: "permit", actions: ["chat", "embedding"], model, account };
  });
  const last = { id: "no-weights", effect: "forbid", actions: ["weights_download"], model: null } as const;
  return [...named, { ...last, account: null }];
}

/** Questions spread over the rules, the same in each run, with some about models that no rule names. */
export function questionsOf(size: number): readonly Question[] {
  const actions = ["chat", "embedding", "weights_download", "image"] as const;
  let state = 17;
  const upTo = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: QUESTIONS }, () => ({
    action: actions[upTo(5)] ?? "chat",
    model: modelOf(upTo(size * 1.05)),
    account: upTo(4) === 0 ? "personal" : "corporate",
  }));
}
