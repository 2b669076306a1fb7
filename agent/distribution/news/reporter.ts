import type { EndpointReport } from "../../../shared/schema/endpoint-report.ts";
import { backoff } from "../../platform/backoff.ts";

/** Milliseconds before a report that did not get through is sent again, doubling. */
const RETRY = { shortest: 2_000, longest: 600_000 };

/** What a report says, but for when it is made. */
export type ReportContent = Omit<EndpointReport, "lanyard" | "at">;

/** Sends what the endpoint enforces whenever that changes, and again until it got through; only the newest counts. */
export class Reporter {
  readonly #send: (text: string) => Promise<void>;
  readonly #signal: AbortSignal;
  #content = "";
  #waiting: EndpointReport | null = null;
  #isSending = false;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `send` rejects where the report did not get through. */
  constructor(send: (text: string) => Promise<void>, signal: AbortSignal) {
    this.#send = send;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#timer && clearTimeout(this.#timer), { once: true });
  }

  /** Reports this, unless it was reported last. */
  tell(content: ReportContent): void {
    const text = JSON.stringify(content);
    if (text === this.#content) return;
    this.#content = text;
    this.#waiting = { lanyard: 1, ...content, at: Date.now() };
    void this.#try();
  }

  /** Tries at once what waits: the way is open again. */
  again(): void {
    void this.#try();
  }

  async #try(): Promise<void> {
    const report = this.#waiting;
    if (report === null || this.#isSending || this.#signal.aborted) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#isSending = true;
    const gotThrough = await this.#send(JSON.stringify(report)).then(
      () => true,
      () => false,
    );
    this.#isSending = false;
    this.#failures = gotThrough ? 0 : this.#failures + 1;
    if (gotThrough && this.#waiting === report) this.#waiting = null;
    this.#plan(gotThrough);
  }

  #plan(gotThrough: boolean): void {
    if (this.#waiting === null || this.#signal.aborted) return;
    const pause = gotThrough ? 0 : backoff(this.#failures, RETRY, Math.random());
    this.#timer = setTimeout(() => void this.#try(), pause);
  }
}
