import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { SignedIn } from "./session.ts";

/** A change of who is signed in, to be recorded. */
export interface SignInNote {
  readonly what: Extract<LifecycleEvent["what"], "applied" | "stopped" | "refused" | "degraded">;
  /** A sentence; it names facts and never says them. */
  readonly detail: string;
}

/** Who has signed in, until when, and of which facts that is the proof. */
export function appliedNote({ person, facts, until }: SignedIn, issuer: string): SignInNote {
  const said = Object.keys(facts).join(", ") || "no further fact";
  const detail = `${person} is signed in at ${issuer}, until ${new Date(until).toISOString()}: ${said}.`;
  return { what: "applied", detail };
}
