import type { AskingEvent } from "../../shared/schema/audit-event.ts";
import type { BlockedState, Outcome } from "../../shared/wire/blocked.ts";
import type { QuestionAnswer } from "../../shared/wire/question.ts";
import type { Posture } from "./posture.ts";
import {
  approve,
  askingEvent,
  isWhole,
  NOTHING_SAID,
  questionOf,
  type Said,
  saidIn,
  type Subject,
} from "./subject.ts";

/** Where a tab wanted to go, and where it goes after a yes; `next` null: what it sends cannot be sent again by us. */
export interface Way {
  readonly tab: number;
  readonly address: string;
  readonly next: string | null;
}

/** A navigation that led to the blocked page instead. */
interface Held {
  readonly id: string;
  readonly way: Way;
  /** Null once it is settled: what it says is kept no longer than the question. */
  subject: Subject | null;
  /** When the blocked page asked; null: not yet. */
  shown: number | null;
  outcome: Outcome | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** What the questions on blocked pages need of the rest of the worker. */
interface Around {
  readonly posture: Posture;
  readonly record: (event: AskingEvent) => void;
  /** Leads the tab to the address that it was kept from. */
  readonly goOn: (tab: number, address: string) => void;
}

/** How long a question waits for its blocked page, in milliseconds. */
const UNSEEN = 30_000;

/**
 * Asks people about navigations. Nothing in a page holds one, so the blocked page asks, and the newest navigation of a
 * tab is the one that is asked about.
 */
export class HeldNavigations {
  readonly #around: Around;
  readonly #held = new Map<number, Held>();
  readonly #listeners = new Set<() => void>();

  constructor(around: Around) {
    this.#around = around;
  }

  /** Keeps the question about a navigation for the blocked page that comes next in its tab. */
  raise(subject: Subject, way: Way, now: number): void {
    const held = this.#hold(subject, way, now);
    held.timer = setTimeout(() => this.#settle(held, "timeout", NOTHING_SAID, Date.now()), UNSEEN);
  }

  /** Notes a navigation that is asked about and cannot be sent as policy wants it. */
  refuse(way: Way, now: number): void {
    this.#hold(null, way, now).outcome = "unasked";
  }

  /** The tab is kept from another address, for another reason, or is gone. */
  forget(tab: number, now: number): void {
    const held = this.#held.get(tab);
    this.#held.delete(tab);
    if (held !== undefined) this.#settle(held, "timeout", NOTHING_SAID, now);
  }

  /** The blocked page of a tab that was kept from this address is there; gives which question it shows, if any. */
  present(tab: number, address: string | null, now: number): string | null {
    const held = this.#held.get(tab);
    if (held === undefined) return null;
    if (held.outcome === "opening") held.outcome = "opened";
    if (address !== held.way.address && (address !== null || held.outcome !== "opened")) return null;
    if (held.subject !== null) this.#ask(held, held.subject, now);
    return held.id;
  }

  /** The question as its blocked page shows it, or what became of it. */
  asked(tab: number, id: string | null): BlockedState["asked"] {
    const held = this.#held.get(tab);
    if (id === null || held === undefined) return null;
    if (held.id !== id) return "over";
    const { subject, way, outcome } = held;
    if (subject === null) return outcome;
    return questionOf(id, subject, this.#around.posture, way.next !== null);
  }

  /** Where the tab goes on to; null where it stays. */
  opening(tab: number): string | null {
    const held = this.#held.get(tab);
    return held?.outcome === "opening" || held?.outcome === "opened" ? held.way.address : null;
  }

  /** Takes what the person said; false where the blocked page of this tab asks no such thing, or it is no answer to it. */
  answer(tab: number, answer: QuestionAnswer, now: number): boolean {
    const held = this.#held.get(tab);
    if (held === undefined || held.id !== answer.id || held.subject === null || held.shown === null)
      return false;
    const { posture } = this.#around;
    const said = saidIn(answer);
    if (answer.go && !isWhole(held.subject.asks, said, posture.clearance)) return false;
    if (answer.go) approve(posture, held.subject, said.purpose, now);
    this.#settle(held, answer.go ? "go" : "no", said, now);
    return true;
  }

  /** The blocked page that showed this question is gone. */
  left(tab: number, id: string | null, now: number): void {
    const held = this.#held.get(tab);
    if (held?.id === id) this.#settle(held, "timeout", NOTHING_SAID, now);
  }

  /** Calls back after each change, until the signal ends it. */
  watch(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  #hold(subject: Subject | null, way: Way, now: number): Held {
    this.forget(way.tab, now);
    const id = crypto.randomUUID();
    const held: Held = { id, way, subject, shown: null, outcome: null, timer: undefined };
    this.#held.set(way.tab, held);
    return held;
  }

  /** Where the person has answered before, only the replacing is left, which needs nobody. */
  #ask(held: Held, { asks }: Subject, now: number): void {
    if (held.shown !== null) return;
    clearTimeout(held.timer);
    if (asks.outstanding.length === 0) return this.#end(held, "go");
    held.shown = now;
    held.timer = setTimeout(() => this.#settle(held, "timeout", NOTHING_SAID, Date.now()), asks.hold);
  }

  /** What no blocked page has shown was never asked. */
  #settle(held: Held, answer: AskingEvent["answer"], said: Said, now: number): void {
    const { subject, shown } = held;
    if (subject === null) return;
    if (shown !== null) this.#around.record(askingEvent(subject, answer, said, shown, now));
    this.#end(held, answer);
  }

  #end(held: Held, answer: AskingEvent["answer"]): void {
    const { tab, next } = held.way;
    clearTimeout(held.timer);
    held.subject = null;
    held.outcome = outcomeOf(answer, next);
    if (answer === "go" && next !== null) this.#around.goOn(tab, next);
    for (const listener of this.#listeners) listener();
  }
}

function outcomeOf(answer: AskingEvent["answer"], next: string | null): Outcome {
  if (answer === "go") return next === null ? "again" : "opening";
  return answer === "no" ? "declined" : "over";
}
