import browser from "webextension-polyfill";
import type { Authority } from "../../shared/policy/authority.ts";
import { standing } from "../../shared/policy/standing.ts";
import type { StandingChange } from "../../shared/wire/clearance-page.ts";
import type { Posture } from "./posture.ts";
import { KeptStandings, type ModelStood, nextStandings } from "./standing-changes.ts";

/** Where it is kept, beyond the browser: a change of the night is told in the morning. */
const KEY = "standings";
/** Models that are compared, the first of the policy: what a company names beyond that, nobody reads about. */
const MOST_MODELS = 5_000;
/** Models that are looked at in one turn: calls that wait for a decision must not wait for this. */
const SLICE = 200;

/** Remembers how each model stood, and so knows what changed, by which rule and when. */
export class StandingHistory {
  readonly #posture: Posture;
  readonly #listeners = new Set<() => void>();
  #kept: KeptStandings | null = null;
  #seen: Authority | null = null;
  /** When a date will change something by itself. */
  #next = Infinity;
  #isLooking = false;
  readonly #recalled: Promise<void>;

  constructor(posture: Posture) {
    this.#posture = posture;
    this.#recalled = this.#recall();
    posture.watch(() => void this.look());
  }

  /** The newest first. */
  get changes(): readonly StandingChange[] {
    return this.#kept?.person === this.#posture.clearance?.holder.id ? (this.#kept?.changes ?? []) : [];
  }

  /** Calls back after each change, until the signal ends it. */
  watch(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  /** Compares, where the clearance is another one or a date has come; safe to call at any time. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#recalled;
      while (this.#isDue()) await this.#compare();
    } finally {
      this.#isLooking = false;
    }
  }

  #isDue(): boolean {
    const { authority } = this.#posture;
    return authority !== null && (authority !== this.#seen || Date.now() >= this.#next);
  }

  async #compare(): Promise<void> {
    const { authority } = this.#posture;
    if (authority === null) return;
    const now = Date.now();
    this.#seen = authority;
    this.#next = Infinity;
    const models = await this.#standings(authority, now);
    if (this.#posture.authority !== authority) return; // newer already: that one counts
    const before = this.#kept;
    this.#kept = nextStandings(before, authority.clearance.holder.id, models, now);
    if (before?.person === this.#kept.person && sameStandings(before.models, models)) return;
    // A disk that is full costs what changed while the browser is closed, no more.
    await browser.storage.local.set({ [KEY]: this.#kept }).catch(() => undefined);
    for (const listener of this.#listeners) listener();
  }

  async #standings(authority: Authority, now: number): Promise<readonly ModelStood[]> {
    const models = authority.clearance.models.slice(0, MOST_MODELS);
    const stood: ModelStood[] = [];
    for (let at = 0; at < models.length; at += SLICE) {
      for (const model of models.slice(at, at + SLICE)) stood.push(this.#stood(authority, model, now));
      await new Promise((resolve) => setTimeout(resolve));
    }
    return stood;
  }

  /** As the policy has it: that the agent is away for a moment is no change of what a person may do. */
  #stood(authority: Authority, { id, name }: { readonly id: string; readonly name: string }, now: number) {
    const { state, ground, conditions, missing, words, rules, until } = standing(authority, id, now, false);
    if (until !== null && until > now) this.#next = Math.min(this.#next, until);
    const stood = { state, ground, conditions: [...conditions], missing: [...missing] };
    return { id, name, words, stood, rules: [...rules] };
  }

  async #recall(): Promise<void> {
    const area = await browser.storage.local.get(KEY).catch(() => ({}));
    const parsed = KeptStandings.safeParse(Reflect.get(area, KEY));
    if (parsed.success) this.#kept = parsed.data;
  }
}

function sameStandings(before: readonly ModelStood[], now: readonly ModelStood[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ id, words }, n) => id === now[n]?.id && words === now[n]?.words)
  );
}
