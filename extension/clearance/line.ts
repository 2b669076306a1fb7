import { listenToWorker } from "../design/worker-port.ts";
import {
  CLEARANCE_PORT,
  type ClearancePageState,
  ToClearancePage,
} from "../../shared/wire/clearance-page.ts";
import type { MineAnswer, MineAsk } from "../../shared/wire/mine.ts";

/** Which of the person's records are asked for. */
export type RecordsAsk = Pick<MineAsk, "before" | "limit">;

interface Waiting {
  readonly ask: MineAsk;
  readonly answer: (answer: MineAnswer) => void;
}

/** The page's line to the worker: states come by themselves, records where they are asked for. */
export class Line {
  readonly #waiting = new Map<number, Waiting>();
  #send: (message: object) => void = () => undefined;
  #asked = 0;

  /** Opens the line for as long as the page lives. */
  open(take: (state: ClearancePageState) => void): void {
    listenToWorker(
      CLEARANCE_PORT,
      ToClearancePage,
      (message) => {
        if (message.type === "clearance") take(message);
        else this.#answered(message);
      },
      (send) => this.#opened(send),
    );
  }

  /** The answer comes also where the worker is ended meanwhile: what it was asked is asked again. */
  ask({ before, limit }: RecordsAsk): Promise<MineAnswer> {
    const ask: MineAsk = { type: "mine", n: ++this.#asked, before, limit };
    return new Promise((answer) => {
      this.#waiting.set(ask.n, { ask, answer });
      this.#send(ask);
    });
  }

  #opened(send: (message: object) => void): void {
    this.#send = send;
    for (const { ask } of this.#waiting.values()) send(ask);
  }

  #answered(answer: MineAnswer): void {
    const waiting = this.#waiting.get(answer.n);
    this.#waiting.delete(answer.n);
    waiting?.answer(answer);
  }
}
