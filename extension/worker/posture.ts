import type { Clearance } from "../../shared/schema/clearance.ts";
import { type Authority, prepare } from "../../shared/policy/authority.ts";
import { type Finder, finderOf } from "../../shared/policy/data/finder.ts";
import type { AgentHealth, AgentState } from "../../shared/wire/native.ts";
import type { ExtensionHealth, Protection } from "../../shared/wire/screen.ts";
import { Approvals } from "./approvals.ts";

/**
 * What the worker knows at this moment, and the only thing that decisions, screens and icon read.
 * Empty at each wake: until a state is applied nothing is open.
 */
export class Posture {
  #state: AgentState | null = null;
  #authority: Authority | null = null;
  #agentUp = false;
  #awaySince: number | null = null;
  #heard = false;
  #lifted = false;
  #socketProblem: string | null = null;
  #waiting = 0;
  #dropped = 0;
  #finder: Finder | null = null;
  readonly #version: string;
  readonly #listeners = new Set<() => void>();

  /** `version` is the extension's own; `now` starts the clock of an agent that has not been heard of. */
  constructor(version: string, now: number) {
    this.#version = version;
    this.#awaySince = now;
  }

  /** The prepared clearance; null: nothing may be permitted. */
  get authority(): Authority | null {
    return this.#authority;
  }

  /** True where pages of AI services can open: there is a clearance, and the baseline is really lifted for it. */
  get open(): boolean {
    return this.#authority !== null && this.#lifted;
  }

  /** What people have answered. */
  readonly answers = new Approvals();

  /** Looks for the classes of data that this person's rules name; made when first asked for. Throws on a pattern that is none. */
  get finder(): Finder {
    this.#finder ??= finderOf(this.clearance?.dataClasses ?? []);
    return this.#finder;
  }

  get clearance(): Clearance | null {
    return this.#state?.clearance ?? null;
  }

  /** True until the agent has spoken in this life of the worker, and whenever it stopped answering. */
  get agentAway(): boolean {
    return !this.#agentUp;
  }

  /** Milliseconds since the policy was last found to be the newest; 0 where the clock was set back behind that. */
  policyAge(now: number): number {
    return Math.max(0, now - (this.#state?.health.policyCheckedAt ?? now));
  }

  /** Key of the prompt hash, hexadecimal; null before the first state. */
  get promptKey(): string | null {
    return this.#state?.promptKey ?? null;
  }

  /** Applies a state that the agent has just pushed: the agent is there, and this is the whole truth. */
  apply(state: AgentState): void {
    this.#adopt(state);
    this.#agentUp = true;
    this.#heard = true;
    this.#awaySince = null;
    this.#changed();
  }

  /** Applies the state of an earlier life; the agent still counts as away. Never replaces a state of this life. */
  remember(state: AgentState): void {
    if (this.#heard) return;
    this.#adopt(state);
    this.#changed();
  }

  agentLost(now: number): void {
    this.#agentUp = false;
    this.#awaySince ??= now;
    this.#changed();
  }

  /** The baseline was lifted, or put back. */
  baseline(lifted: boolean): void {
    this.#lifted = lifted;
    this.#changed();
  }

  /** What keeps sockets of background workers from being closed, in a sentence; null: nothing. */
  sockets(problem: string | null): void {
    this.#socketProblem = problem;
    this.#changed();
  }

  outbox(waiting: number, dropped: number): void {
    this.#waiting = waiting;
    this.#dropped = dropped;
    this.#changed();
  }

  /** Calls back after each change, until the signal ends it. */
  watch(listener: () => void, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  health(): ExtensionHealth {
    const agent = this.#state?.health;
    return {
      protection: protection(this.#state, this.#agentUp, this.#dropped === 0 && this.#socketProblem === null),
      agentAwaySince: this.#awaySince,
      policyCheckedAt: agent?.policyCheckedAt ?? null,
      policyProblem: agent?.policyProblem ?? null,
      journalProblem: agent?.journalProblem ?? null,
      socketProblem: this.#socketProblem,
      waiting: this.#waiting,
      dropped: this.#dropped,
      version: this.#version,
    };
  }

  #adopt(state: AgentState): void {
    const authority = state.clearance === null ? null : prepare(state.clearance);
    this.#state = state;
    this.#authority = authority;
    this.#finder = null;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function protection(state: AgentState | null, agentUp: boolean, isSound: boolean): Protection {
  if (state === null) return "starting";
  if (!agentUp) return "agent_away";
  if (state.clearance === null) return "no_clearance";
  return isWhole(state.health) && isSound ? "protected" : "degraded";
}

function isWhole(health: AgentHealth): boolean {
  return health.policyProblem === null && health.journalProblem === null;
}
