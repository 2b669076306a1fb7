import type { MineAnswer, MineAsk } from "../../shared/wire/mine.ts";

interface Waiting {
  readonly ask: MineAsk;
  readonly answer: (answer: MineAnswer) => void;
}

/** Asks the agent what it has recorded about the person. Each question gets one answer, also where the agent is away. */
export class OwnRecords {
  readonly #send: (ask: MineAsk) => void;
  readonly #isAway: () => boolean;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(send: (ask: MineAsk) => void, isAway: () => boolean) {
    this.#send = send;
    this.#isAway = isAway;
  }

  /** Passes a question on; the answer carries the number that it was asked under. */
  ask(ask: MineAsk, answer: (answer: MineAnswer) => void): void {
    if (this.#isAway()) return answer(unanswered(ask));
    const n = ++this.#asked;
    this.#waiting.set(n, { ask, answer });
    this.#send({ ...ask, n });
  }

  /** The agent has answered. */
  take(answer: MineAnswer): void {
    const waiting = this.#waiting.get(answer.n);
    this.#waiting.delete(answer.n);
    waiting?.answer({ ...answer, n: waiting.ask.n });
  }

  /** The agent went away, and answers none of what it was asked. */
  lost(): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { ask, answer } of all) answer(unanswered(ask));
  }
}

function unanswered({ n }: MineAsk): MineAnswer {
  return {
    type: "mine",
    n,
    events: [],
    more: false,
    total: null,
    keeping: null,
    problem: "The Lanyard agent does not answer.",
  };
}
