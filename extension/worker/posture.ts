import type { Clearance } from "../../shared/schema/clearance.ts";
import type { HeldAuthority } from "../../shared/schema/held-authority.ts";
import type { Proof } from "../../shared/schema/proof.ts";
import type { Authority } from "../../shared/policy/authority.ts";
import { type Finder, finderOf } from "../../shared/policy/data/finder.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { AccessState } from "../../shared/wire/access.ts";
import type { AgentHealth, AgentState } from "../../shared/wire/native.ts";
import type { ExtensionHealth, Protection } from "../../shared/wire/screen.ts";
import { Approvals } from "./approvals.ts";
import { type Clocks, ForwardClock } from "./forward-clock.ts";
import { Declaration } from "./purpose.ts";
import { type Ended, Reliance, type Relied } from "./reliance.ts";

/**
 * Most records with sealed content that wait for the agent. The worst of them takes a third of a megabyte, and what did
 * not fit would be lost, so calls whose text must be kept are denied from here on.
 */
const MOST_SEALED = 500;

/**
 * What the worker knows at this moment, and the only thing that decisions, screens and icon read.
 * Empty at each wake: until a state is applied nothing is open.
 */
export class Posture {
  #state: AgentState | null = null;
  #reliance = new Reliance({ clearance: null });
  #endedBefore: Ended | null = null;
  /** What the listeners were told of last. */
  #told: Relied | null = null;
  #agentUp = false;
  #awaySince: number | null = null;
  #heard = false;
  #lifted = false;
  #socketProblem: string | null = null;
  #waiting = 0;
  #dropped = 0;
  #sealed = 0;
  #writes = true;
  /** The revision under which a text could not be encrypted. */
  #unsealed: string | null = null;
  #finder: { readonly of: Clearance | null; readonly made: Finder } | null = null;
  readonly #clock: ForwardClock;
  readonly #version: string;
  readonly #listeners = new Set<() => void>();

  /** `version` is the extension's own; `now` starts the clock of an agent that has not been heard of. */
  constructor(version: string, now: number, clocks?: Clocks) {
    this.#version = version;
    this.#awaySince = now;
    this.#clock = new ForwardClock(clocks);
  }

  /** The prepared clearance; null: nothing may be permitted. Lowered by itself when a proof that it rests on has ended. */
  get authority(): Authority | null {
    return this.#relied.authority;
  }

  /** The proofs that have ended since the agent spoke; null: none. */
  get ended(): Ended | null {
    return this.#relied.ended;
  }

  /** Those of them that have ended in this life of the worker; null: none. */
  get endedHere(): Ended | null {
    const { ended } = this;
    return ended === this.#endedBefore ? null : ended;
  }

  /** Milliseconds until the next end of a proof; null: none ends. */
  get untilEnd(): number | null {
    if (!this.#reliance.isBounded) return null;
    const now = this.#clock.now();
    const end = this.#reliance.nextEnd(now);
    return end === null ? null : end - now;
  }

  /** The latest moment that was seen, for the next life of the worker; null where nothing depends on it. */
  get seen(): number | null {
    return this.#reliance.isBounded ? this.#clock.now() : null;
  }

  get #relied(): Relied {
    return this.#reliance.at(this.#reliance.isBounded ? this.#clock.now() : 0);
  }

  /** True where pages of AI services can open: there is a clearance, and the baseline is really lifted for it. */
  get open(): boolean {
    return this.authority !== null && this.#lifted;
  }

  /** What people have answered. */
  readonly answers = new Approvals();

  /** What the person has declared that they work on. */
  readonly purpose = new Declaration({ clearance: () => this.clearance, changed: () => this.#changed() });

  /** Looks for the classes of data that this person's rules name; made when first asked for. Throws on a pattern that is none. */
  get finder(): Finder {
    const { clearance } = this;
    if (this.#finder?.of !== clearance || this.#finder === null)
      this.#finder = { of: clearance, made: finderOf(clearance?.dataClasses ?? []) };
    return this.#finder.made;
  }

  /** What the person may ask for, and did; null: policy has nothing of the kind. */
  get access(): AccessState | null {
    return this.#state?.access ?? null;
  }

  get clearance(): Clearance | null {
    return this.authority?.clearance ?? null;
  }

  /** How each fact stands that policy wants proven; null where it wants none. */
  get proofs(): readonly Proof[] | null {
    return this.#state?.proofs ?? null;
  }

  /** The licenses and grants that the person holds. */
  get held(): readonly HeldAuthority[] {
    return this.#state?.held ?? [];
  }

  /** True until the agent has spoken in this life of the worker, and whenever it stopped answering. */
  get agentAway(): boolean {
    return !this.#agentUp;
  }

  /** Milliseconds since the policy was last found to be the newest; 0 where the clock was set back behind that. */
  policyAge(now: number): number {
    return Math.max(0, now - (this.#state?.health.policyCheckedAt ?? now));
  }

  /** Who uses this endpoint; null where the agent has not told it. */
  get identity(): Identity | null {
    return this.#state?.identity ?? null;
  }

  /** Key of the prompt hash, hexadecimal; null before the first state. */
  get promptKey(): string | null {
    return this.#state?.promptKey ?? null;
  }

  /** False where content that is sealed now might not be kept. */
  get keepsContent(): boolean {
    return this.#writes && this.#dropped === 0 && this.#sealed < MOST_SEALED;
  }

  /** False where a text could not be encrypted to the reviewers of this very policy: the next one would go out unkept too. */
  get seals(): boolean {
    return this.#unsealed === null || this.#unsealed !== this.clearance?.revision;
  }

  /** Applies a state that the agent has just pushed: the agent is there, and this is the whole truth. */
  apply(state: AgentState): void {
    this.#adopt(state, 0);
    this.#agentUp = true;
    this.#heard = true;
    this.#awaySince = null;
    this.#changed();
  }

  /**
   * Applies the state of an earlier life, which saw a moment; the agent still counts as away. Never replaces a state of
   * this life.
   */
  remember(state: AgentState, seen = 0): void {
    if (this.#heard) return;
    this.#adopt(state, seen);
    this.#changed();
  }

  /** Looks at the clock, and tells everybody where something has ended. */
  heed(): void {
    if (this.#relied !== this.#told) this.#changed();
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

  /** Events that wait, that were dropped, and that wait with sealed content. */
  outbox(waiting: number, dropped: number, sealed = 0): void {
    this.#waiting = waiting;
    this.#dropped = dropped;
    this.#sealed = sealed;
    this.#changed();
  }

  /** Whether the last events could be written. */
  outboxWrites(works: boolean): void {
    this.#writes = works;
  }

  /** A text could not be encrypted. */
  cannotSeal(): void {
    this.#unsealed = this.clearance?.revision ?? null;
  }

  /** Calls back after each change, until the signal ends it. */
  watch(listener: () => void, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  health(): ExtensionHealth {
    const agent = this.#state?.health;
    return {
      protection: protection(
        this.#state,
        this.authority,
        this.#agentUp,
        this.#dropped === 0 && this.#socketProblem === null,
      ),
      agentAwaySince: this.#awaySince,
      policyCheckedAt: agent?.policyCheckedAt ?? null,
      proofEndedAt: this.ended?.at ?? null,
      policyProblem: agent?.policyProblem ?? null,
      journalProblem: agent?.journalProblem ?? null,
      socketProblem: this.#socketProblem,
      waiting: this.#waiting,
      dropped: this.#dropped,
      version: this.#version,
    };
  }

  #adopt(state: AgentState, seen: number): void {
    this.#clock.begin(seen);
    this.#state = state;
    this.#reliance = new Reliance(state);
    this.#endedBefore = this.ended;
  }

  #changed(): void {
    this.#told = this.#relied;
    for (const listener of this.#listeners) listener();
  }
}

function protection(
  state: AgentState | null,
  authority: Authority | null,
  agentUp: boolean,
  isSound: boolean,
): Protection {
  if (state === null) return "starting";
  if (!agentUp) return "agent_away";
  if (authority === null) return "no_clearance";
  return isWhole(state.health) && isSound ? "protected" : "degraded";
}

function isWhole(health: AgentHealth): boolean {
  return health.policyProblem === null && health.journalProblem === null;
}
