import type { EnforcedEvent } from "../../../shared/schema/audit-event.ts";

/** How long things took, in milliseconds; null where nothing was timed. */
export interface Times {
  readonly median: number | null;
  readonly p95: number | null;
  readonly longest: number | null;
}

/** A state of policy and directives that browsers came to enforce. */
export interface EnforcedState extends Times {
  readonly revision: string;
  readonly release: string | null;
  /** Versions of the signed roles; 0: policy that is not signed. */
  readonly policy: number;
  readonly directives: number;
  readonly issued: number | null;
  /** When the first browser enforced it. */
  readonly first: number;
  readonly browsers: number;
}

/** States that are told one by one. */
const LIMIT = 5_000;

type State = Pick<EnforcedEvent, "revision" | "release" | "policy" | "directives" | "issued">;

/** How long each directive and each release of the policy took from its signature to the browsers. */
export class Enforcement {
  readonly #states = new Map<string, { state: State; first: number; browsers: number; took: number[] }>();
  readonly #took: number[] = [];

  take({ revision, release, policy, directives, issued, took, time }: EnforcedEvent): void {
    const state: State = { revision, release, policy, directives, issued };
    const key = JSON.stringify([revision, policy, directives]);
    const known = this.#states.get(key) ?? { state, first: time, browsers: 0, took: [] };
    if (took !== null) this.#took.push(took);
    if (this.#states.size >= LIMIT && !this.#states.has(key)) return;
    this.#states.set(key, known);
    known.browsers += 1;
    known.first = Math.min(known.first, time);
    if (took !== null) known.took.push(took);
  }

  /** Each state, the first that was enforced first. */
  states(): readonly EnforcedState[] {
    return Array.from(this.#states.values(), ({ state, first, browsers, took }) => ({
      ...state,
      first,
      browsers,
      ...timesOf(took),
    })).toSorted((one, other) => one.first - other.first);
  }

  /** Over every browser and every state. */
  whole(): Times {
    return timesOf(this.#took);
  }
}

/** The value that half of them, and 95 of a hundred, do not exceed (nearest rank). */
function timesOf(took: readonly number[]): Times {
  const sorted = took.toSorted((one, other) => one - other);
  const at = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { median: at(0.5), p95: at(0.95), longest: sorted.at(-1) ?? null };
}
