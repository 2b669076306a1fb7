import type { AccessAsked, AccessState } from "../../shared/wire/access.ts";
import type { FromExtension } from "../../shared/wire/native.ts";
import type { AccessNotice, PendingAsk, RequestSaid } from "../../shared/wire/request-page.ts";

/** Milliseconds before its end at which a person is told that a grant ends. */
const ENDING = 300_000;

/** What the desk works with. */
export interface AccessDeskParts {
  readonly send: (message: FromExtension) => void;
  /** Keeps what was asked and is not confirmed, for the next life of the worker. */
  readonly keep: (pending: readonly PendingAsk[]) => void;
  readonly tell: (notice: AccessNotice) => void;
  readonly nameOf: (model: string) => string;
  readonly now: () => number;
}

/**
 * The extension's side of requests: what a person asks for is kept and sent until the agent's state has it, and what
 * comes of it is told once.
 */
export class AccessDesk {
  readonly #parts: AccessDeskParts;
  readonly #listeners = new Set<() => void>();
  #pending: readonly PendingAsk[] = [];
  #state: AccessState | null = null;
  /** How each request stood when the agent last spoke; null: it has not in this life. */
  #known: ReadonlyMap<string, AccessAsked> | null = null;
  readonly #warned = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: AccessDeskParts) {
    this.#parts = parts;
  }

  /** What the person may ask for and did; null: nothing of the kind. */
  get state(): AccessState | null {
    return this.#state;
  }

  get pending(): readonly PendingAsk[] {
    return this.#pending;
  }

  watch(listener: () => void, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  /** Takes up what an earlier life of the worker was asked and the agent never confirmed. */
  recall(pending: readonly PendingAsk[]): void {
    const ids = new Set(this.#pending.map(({ id }) => id));
    this.#pending = [...pending.filter(({ id }) => !ids.has(id)), ...this.#pending];
    this.#confirm();
    this.deliver();
    this.#changed();
  }

  /** Hears the agent. */
  apply(state: AccessState | null): void {
    const before = this.#known;
    this.#state = state;
    this.#known = new Map((state?.requests ?? []).map((one) => [one.id, one]));
    this.#confirm();
    if (before !== null)
      for (const one of this.#known.values()) this.#tellNews(before.get(one.id) ?? null, one);
    this.#warn();
    this.deliver();
    this.#changed();
  }

  /** Takes what a person says on the page of requests. */
  take(said: RequestSaid): void {
    if (said.type === "withdraw_access") return this.#withdraw(said.id);
    const { type: _type, ...ask } = said;
    if (this.#pending.some(({ id }) => id === ask.id) || this.#known?.has(ask.id) === true) return;
    this.#pending = [...this.#pending, { ...ask, asked: this.#parts.now() }];
    this.#parts.keep(this.#pending);
    this.deliver();
    this.#changed();
  }

  /** Sends what the agent has not confirmed; again is harmless. */
  deliver(): void {
    for (const { asked: _asked, ...ask } of this.#pending) this.#parts.send({ type: "ask_access", ...ask });
  }

  /** A request that never left is simply forgotten. */
  #withdraw(id: string): void {
    const left = this.#pending.filter((one) => one.id !== id);
    if (left.length !== this.#pending.length) {
      this.#pending = left;
      this.#parts.keep(left);
      this.#changed();
    }
    this.#parts.send({ type: "withdraw_access", id });
  }

  #confirm(): void {
    const left = this.#pending.filter(({ id }) => this.#known?.has(id) !== true);
    if (left.length === this.#pending.length) return;
    this.#pending = left;
    this.#parts.keep(left);
  }

  #tellNews(before: AccessAsked | null, now: AccessAsked): void {
    if (before?.state === now.state || before === null) return;
    if (now.state === "approved") this.#tell("approved", now);
    if (now.state === "declined") this.#tell("declined", now);
    // What its person gave back they know of; what was taken from them they are told.
    const isTaken = now.state === "ended" || (now.state === "withdrawn" && now.by !== null);
    if (isTaken && before.state === "approved") this.#tell("ended", { ...now, ends: before.ends });
  }

  /** Tells once, some minutes before, that a grant ends; one that was shorter from the start was told with its end. */
  #warn(): void {
    clearTimeout(this.#timer);
    const now = this.#parts.now();
    const open = [...(this.#known?.values() ?? [])].filter(
      ({ state, id }) => state === "approved" && !this.#warned.has(id),
    );
    const waits = open.flatMap((one) => {
      if (one.ends === null || one.ends - one.from < 2 * ENDING) return [];
      const wait = one.ends - ENDING - now;
      if (wait > 0) return [wait];
      this.#warned.add(one.id);
      this.#tell("ending", one);
      return [];
    });
    if (waits.length > 0) this.#timer = setTimeout(() => this.#warn(), Math.min(...waits, 60_000));
  }

  #tell(what: AccessNotice["what"], { id, model, ends, by, why }: AccessAsked): void {
    this.#parts.tell({ type: "access", id, what, modelName: this.#parts.nameOf(model), ends, by, why });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
