import { issuedOf, type Roles } from "./repository/metadata.ts";
import { ROLES, type Role } from "./repository/refusal.ts";

/** The clocks of a machine. */
export interface Clocks {
  /** Milliseconds since 1970 UTC, as the system believes: anybody may set it. */
  readonly system: () => number;
  /** Milliseconds since some moment of this process: never goes back. */
  readonly steady: () => number;
}

/** The earliest that it can be now, and who vouches for it. */
export interface TimeBound {
  /** Milliseconds since 1970 UTC. */
  readonly bound: number;
  /** The role whose signature says so, and the ids of the keys that it had then. */
  readonly role: Role;
  readonly keys: readonly string[];
}

/**
 * The time that expiry and age are reckoned by: the system's, but never before the newest moment that verified metadata
 * was signed at, plus what has passed since. The system's clock is never made the bound, so one that was ahead does
 * no harm that lasts.
 */
export class TrustedTime {
  readonly #clocks: Clocks;
  #bound: TimeBound | null = null;
  #since = 0;

  constructor(clocks: Clocks, kept: TimeBound | null) {
    this.#clocks = clocks;
    this.restart(kept);
  }

  now(): number {
    return Math.max(this.#clocks.system(), this.bound?.bound ?? 0);
  }

  /** The bound as it has grown until now; null: nothing was verified yet. */
  get bound(): TimeBound | null {
    if (this.#bound === null) return null;
    const passed = Math.max(0, this.#clocks.steady() - this.#since);
    return { ...this.#bound, bound: this.#bound.bound + passed };
  }

  /** Milliseconds that the system's clock is behind the bound; 0: it is not. */
  get behind(): number {
    return this.now() - this.#clocks.system();
  }

  /** The same clocks with what verified metadata adds to the bound, without believing it yet. */
  considering(roles: Roles): TrustedTime {
    const before = this.bound;
    const kept = before !== null && isVouchedFor(before, roles) ? before : null;
    const newest = newestIn(roles);
    return new TrustedTime(this.#clocks, kept !== null && kept.bound >= newest.bound ? kept : newest);
  }

  /** Goes on from another bound. */
  restart(bound: TimeBound | null): void {
    this.#bound = bound;
    this.#since = this.#clocks.steady();
  }
}

function newestIn(roles: Roles): TimeBound {
  const [newest = "root"] = ROLES.toSorted((a, b) => issuedOf(roles, b) - issuedOf(roles, a));
  return { bound: issuedOf(roles, newest), role: newest, keys: keysOf(roles, newest)?.keyIDs ?? [] };
}

/**
 * Whether those who signed the moment could still sign it. A thief of one key can sign a moment of the far future:
 * taking the key away must undo that too, or no endpoint would believe anything until then.
 */
function isVouchedFor({ role, keys }: TimeBound, roles: Roles): boolean {
  const now = keysOf(roles, role);
  return now !== null && keys.every((key) => now.keyIDs.includes(key));
}

function keysOf(roles: Roles, role: Role): { readonly keyIDs: readonly string[] } | null {
  if (role === "directives") return roles.targets.signed.delegations?.roles?.[role] ?? null;
  return roles.root.signed.roles[role] ?? null;
}
