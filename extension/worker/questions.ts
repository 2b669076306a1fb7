import type { AskingEvent } from "../../shared/schema/audit-event.ts";
import type { Question, QuestionAnswer, Withdrawn } from "../../shared/wire/question.ts";
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

/** A question that stands, or needs not be asked any more. */
export interface Raised {
  /** What is sent instead; null: what was sent. */
  readonly body: string | null;
  /** The caller holds the call: true once it may be sent again, false where the person sends it again or not at all. */
  readonly wait: () => Promise<boolean>;
}

interface Open {
  readonly id: string;
  readonly key: string;
  readonly tab: number;
  readonly subject: Subject;
  readonly waiters: ((go: boolean) => void)[];
  /** When it was shown; null: not yet. */
  shown: number | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** What the questions need of the rest of the worker. */
export interface Surroundings {
  readonly posture: Posture;
  readonly record: (event: AskingEvent) => void;
  /** Shows a question over the page of a tab, or takes one back; rejects where nobody can be shown anything. */
  readonly show: (tab: number, message: Question | Withdrawn) => Promise<void>;
}

/** How long a question waits for the hook to say that it holds the call, in milliseconds. */
const GRACE = 400;
/** Most questions of one tab; a page that floods is denied without being asked. */
const MOST_OF_TAB = 4;
/** For how long after a no the same is not asked again, in milliseconds: clients try again by themselves. */
const QUIET = 3_000;
const MOST_QUIET = 64;

/** Asks people about calls that wait, one question at a time over each page. */
export class Questions {
  readonly #around: Surroundings;
  readonly #open: Open[] = [];
  readonly #declined = new Map<string, number>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Raises the question about a call; null where it cannot be asked, and the call is simply denied. */
  raise(subject: Subject, now: number): Raised | null {
    const { asks, replacement } = subject;
    const body = replacement?.made ?? null;
    if (asks.outstanding.length === 0) return { body, wait: () => Promise.resolve(true) };
    const { tab } = asks.facts;
    const key = keyOf(subject);
    const same = this.#open.find((one) => one.key === key);
    if (same !== undefined) return { body, wait: () => this.#wait(same) };
    if (tab < 0 || (this.#declined.get(key) ?? 0) > now || this.#ofTab(tab).length >= MOST_OF_TAB)
      return null;
    const open: Open = {
      id: crypto.randomUUID(),
      key,
      tab,
      subject,
      waiters: [],
      shown: null,
      timer: undefined,
    };
    this.#open.push(open);
    open.timer = setTimeout(() => this.#present(open), GRACE);
    return { body, wait: () => this.#wait(open) };
  }

  /** Takes what the person said; false where there is no such question over this tab, or it is no answer to it. */
  answer(tab: number, answer: QuestionAnswer, now: number): boolean {
    const { id, go } = answer;
    const open = this.#open.find((one) => one.id === id && one.tab === tab && one.shown !== null);
    if (open === undefined) return false;
    const { posture } = this.#around;
    const said = saidIn(answer);
    if (go && !isWhole(open.subject.asks, said, posture.clearance)) return false;
    if (go) approve(posture, open.subject, said.purpose, now);
    else this.#decline(open.key, now);
    this.#settle(open, go ? "go" : "no", said, now);
    return true;
  }

  /** The tab shows another page, or is gone. */
  left(tab: number, now: number): void {
    for (const open of this.#ofTab(tab)) this.#settle(open, "timeout", NOTHING_SAID, now);
    this.#around.posture.answers.left(tab);
  }

  #ofTab(tab: number): readonly Open[] {
    return this.#open.filter((one) => one.tab === tab);
  }

  /** Whoever comes after the person was told to send again must not send by itself as well. */
  #wait(open: Open): Promise<boolean> {
    if (!this.#open.includes(open)) return Promise.resolve(false);
    if (open.shown !== null && open.waiters.length === 0) return Promise.resolve(false);
    const answered = new Promise<boolean>((resolve) => open.waiters.push(resolve));
    this.#present(open);
    return answered;
  }

  #present(open: Open): void {
    const [first] = this.#ofTab(open.tab);
    if (first !== open || open.shown !== null) return;
    clearTimeout(open.timer);
    open.shown = Date.now();
    const { hold } = open.subject.asks;
    open.timer = setTimeout(() => this.#settle(open, "timeout", NOTHING_SAID, Date.now()), hold);
    const over = (): void => this.#settle(open, "timeout", NOTHING_SAID, Date.now());
    const { id, subject, waiters } = open;
    const question = questionOf(id, subject, this.#around.posture, waiters.length > 0);
    this.#around.show(open.tab, question).catch(over);
  }

  #decline(key: string, now: number): void {
    for (const [old, until] of this.#declined)
      if (until <= now || this.#declined.size >= MOST_QUIET) this.#declined.delete(old);
    this.#declined.set(key, now + QUIET);
  }

  #settle(open: Open, answer: AskingEvent["answer"], said: Said, now: number): void {
    const at = this.#open.indexOf(open);
    if (at < 0) return;
    this.#open.splice(at, 1);
    clearTimeout(open.timer);
    this.#around.record(askingEvent(open.subject, answer, said, open.shown, now));
    for (const resolve of open.waiters) resolve(answer === "go");
    if (answer === "timeout")
      this.#around.show(open.tab, { type: "withdrawn", id: open.id }).catch(() => undefined); // with the page gone, so is the question
    const [next] = this.#ofTab(open.tab);
    if (next !== undefined) this.#present(next);
  }
}

/** Questions that are the same to the person. */
function keyOf({ asks, judged }: Subject): string {
  const { facts, outstanding, rules } = asks;
  return JSON.stringify([facts.tab, facts.service, judged.decision.model, outstanding, rules, facts.text()]);
}
