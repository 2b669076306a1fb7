import { createHash } from "node:crypto";
import type { EnforcedEvent } from "../../shared/schema/audit-event.ts";

/** A state that browsers are told to enforce. */
export interface EnforcedState {
  readonly revision: string;
  readonly release: string | null;
  /** Versions of the roles; 0: policy that is not signed. */
  readonly policy: number;
  readonly directives: number;
  /** When the newer of both was signed; null: policy that is not signed. */
  readonly issued: number | null;
}

/** A browser that says what it enforces. */
export interface Enforcer {
  readonly instance: string;
  readonly browser: string;
  readonly person: string | null;
}

/** States that an acknowledgment may still come for. */
const STATES_LIMIT = 32;

/** Makes the proof that browsers enforce what they were told: one record for each installation and state. */
export class Enforcement {
  readonly #states = new Map<string, EnforcedState>();

  /** Takes a state that browsers are told from now on. */
  put(state: EnforcedState): void {
    this.#states.delete(state.revision);
    this.#states.set(state.revision, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > STATES_LIMIT && oldest !== undefined) this.#states.delete(oldest);
  }

  /**
   * The record of a browser that enforces a revision since `at`; null where it was never told to. Its id follows from
   * what it says, so that the journal keeps the first alone. `behind`: milliseconds that the system's clock is behind
   * the trusted time, which signatures are dated by.
   */
  recordOf(
    { instance, browser, person }: Enforcer,
    revision: string,
    { at, behind }: { readonly at: number; readonly behind: number },
  ): EnforcedEvent | null {
    const state = this.#states.get(revision);
    if (!state) return null;
    const { release, policy, directives, issued } = state;
    const hash = createHash("sha256").update(JSON.stringify([instance, revision, policy, directives]));
    return {
      id: `enforced-${hash.digest("hex").slice(0, 32)}`,
      time: at,
      kind: "enforced",
      revision,
      release,
      policy,
      directives,
      issued,
      took: issued === null ? null : Math.max(0, at + behind - issued),
      instance,
      browser,
      person,
    };
  }
}
