import * as z from "zod/mini";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { DeclaredPurpose } from "../../shared/schema/purpose.ts";

/** Whose declaration counts, and who is told of each change. */
interface Surroundings {
  readonly clearance: () => Clearance | null;
  readonly changed: () => void;
}

/**
 * What the person has declared that they work on: one purpose at a time, for all calls of this browser. It ends by its
 * time, with the browser, with the person, and with the policy that names it; what has ended never comes back by itself.
 */
export class Declaration {
  readonly #around: Surroundings;
  #declared: DeclaredPurpose | null = null;
  /** Once something was said in this life, what an earlier one kept is old. */
  #isSaid = false;
  readonly #listeners = new Set<() => void>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The declaration that counts at a moment; null: none. */
  at(now: number): DeclaredPurpose | null {
    const clearance = this.#around.clearance();
    return this.#declared && clearance && counting(this.#declared, clearance, now);
  }

  /** Takes what the person says, null for nothing; false where nobody is known, or policy has no such purpose. */
  declare(purpose: string | null, now: number): boolean {
    const clearance = this.#around.clearance();
    if (clearance === null) return false;
    const { holder, purposes, purposeLasts } = clearance;
    if (purpose !== null && !purposes.some(({ id }) => id === purpose)) return false;
    const until = now + purposeLasts;
    this.#set(purpose === null ? null : { purpose, person: holder.id, since: now, until });
    return true;
  }

  /** Takes back what an earlier life of the worker kept; what does not parse is nothing. */
  recall(kept: unknown): void {
    const parsed = z.safeParse(DeclaredPurpose, kept);
    if (this.#isSaid || !parsed.success) return;
    this.#declared = parsed.data;
    this.#around.changed();
  }

  /** Forgets a declaration that has ended, or is another person's. Nobody's clearance ends none: the person may come back. */
  heed(now: number): void {
    if (this.#declared !== null && this.#around.clearance() !== null && this.at(now) === null)
      this.#set(null);
  }

  /** What outlasts this life of the worker. */
  kept(): DeclaredPurpose | null {
    return this.#declared;
  }

  /** Calls back after each change of what is kept. */
  watch(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #set(declared: DeclaredPurpose | null): void {
    this.#declared = declared;
    this.#isSaid = true;
    for (const listener of this.#listeners) listener();
    this.#around.changed();
  }
}

/** A clock that was set back behind the declaration ends it, and so does a policy that lets it last less by now. */
function counting(
  declared: DeclaredPurpose,
  { holder, purposes, purposeLasts }: Clearance,
  now: number,
): DeclaredPurpose | null {
  const { purpose, person, since } = declared;
  const until = Math.min(declared.until, since + purposeLasts);
  if (person !== holder.id || now < since || now >= until) return null;
  return purposes.some(({ id }) => id === purpose) ? { ...declared, until } : null;
}
