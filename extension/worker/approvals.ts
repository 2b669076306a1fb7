import * as z from "zod/mini";
import { Remember, Step } from "../../shared/schema/asking.ts";
import { Moment, Name } from "../../shared/schema/text.ts";

/** What tells one call from another where an answer is to count again. What costs something is asked for when needed. */
export interface CallFacts {
  readonly person: string;
  /** What the person has declared that they work on; null: nothing. */
  readonly purpose: string | null;
  readonly tab: number;
  readonly service: string;
  /** Null where the call names none, or several are possible. */
  readonly model: string | null;
  /** Null where the call names none. */
  readonly conversation: () => string | null;
  /** False where calls of this kind never name one. */
  readonly namesConversation: () => boolean;
  /** Stands for what the person wrote. */
  readonly text: () => string;
}

/** A person's yes: for which steps of which rules, and how far it reaches. */
const Approval = z.strictObject({
  person: Name,
  steps: z.array(Step),
  rules: z.array(Name),
  remember: Remember,
  /** What it was given for; it counts for that alone. Null: nobody asked. */
  purpose: z.nullable(Name),
  tab: z.number(),
  service: Name,
  model: z.nullable(Name),
  /** Null until the service has given the conversation an id. */
  conversation: z.nullable(z.string()),
  /** What was asked about, and what was sent in its place. */
  texts: z.array(z.string()),
  until: Moment,
});
export type Approval = z.infer<typeof Approval>;

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** How long each answer counts at most, in milliseconds; all but those of a call end with the browser. */
const LASTS: Readonly<Record<Remember, number>> = {
  call: 2 * MINUTE,
  conversation: DAY,
  model: DAY,
  hour: 60 * MINUTE,
  day: DAY,
};
const MOST = 256;

/**
 * The answers of the person at this browser. Only the worker adds one, after a question that it asked itself. A call's
 * own answer is for the very text that was asked about, so that what a service sends twice is not asked twice.
 */
export class Approvals {
  #all: Approval[] = [];
  readonly #listeners = new Set<() => void>();

  /** What outlasts this life of the worker. */
  kept(): readonly Approval[] {
    return this.#all.filter(({ remember }) => remember !== "call");
  }

  /** Takes back what an earlier life kept; what does not parse is nothing. */
  recall(kept: unknown): void {
    const parsed = z.safeParse(z.array(Approval), kept);
    if (parsed.success) this.#all = [...parsed.data, ...this.#all].slice(-MOST);
  }

  watch(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** `replaced` stands for the text that will be sent in place of the one that was asked about. */
  add(
    facts: CallFacts,
    given: Pick<Approval, "steps" | "rules" | "remember" | "purpose">,
    replaced: string | null,
    now: number,
  ): void {
    const { person, tab, service, model } = facts;
    const approval: Approval = {
      ...given,
      person,
      tab,
      service,
      model,
      conversation: facts.conversation(),
      texts: replaced === null ? [facts.text()] : [facts.text(), replaced],
      until: now + LASTS[given.remember],
    };
    this.#all = [...this.#all.filter(({ until }) => until > now), approval].slice(-MOST);
    for (const listener of this.#listeners) listener();
  }

  /** Whether the person has taken this step for calls like this one and the same purpose, for all these rules. */
  covers(facts: CallFacts, step: Step, rules: readonly string[], now: number): boolean {
    return this.#reaching(facts, now).some(
      (one) => one.steps.includes(step) && rules.every((rule) => one.rules.includes(rule)),
    );
  }

  /** The tab shows another page: what was said of a conversation in it is over. */
  left(tab: number): void {
    this.#all = this.#all.filter((one) => one.tab !== tab || one.remember !== "conversation");
  }

  #reaching(facts: CallFacts, now: number): readonly Approval[] {
    if (this.#all.length === 0) return [];
    return this.#all.filter(
      (one) =>
        one.person === facts.person &&
        (one.purpose === null || one.purpose === facts.purpose) &&
        one.until > now &&
        REACHES[one.remember](one, facts),
    );
  }
}

const REACHES: Readonly<Record<Remember, (one: Approval, facts: CallFacts) => boolean>> = {
  call: (one, facts) =>
    isSamePlace(one, facts) && one.model === facts.model && one.texts.includes(facts.text()),
  conversation: (one, facts) => isSamePlace(one, facts) && isSameConversation(one, facts),
  model: (one, facts) => one.model === facts.model && (one.model !== null || one.service === facts.service),
  hour: () => true,
  day: () => true,
};

function isSamePlace(one: Approval, facts: CallFacts): boolean {
  return one.tab === facts.tab && one.service === facts.service;
}

/**
 * A new conversation gets its id from the service: the first id that comes after the answer is its. Another call without
 * one begins another conversation, unless it says the same again.
 */
function isSameConversation(one: Approval, facts: CallFacts): boolean {
  if (!facts.namesConversation()) return true;
  const id = facts.conversation();
  if (id === null) return one.conversation === null && one.texts.includes(facts.text());
  one.conversation ??= id;
  return one.conversation === id;
}
