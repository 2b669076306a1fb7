import { createHash } from "node:crypto";
import type { AccessEvent } from "../../shared/schema/access-event.ts";
import type { Entry } from "./book.ts";

/** What is to be recorded of an entry besides what it says itself. */
export interface AccessFact {
  readonly what: AccessEvent["what"];
  readonly by?: readonly string[];
  readonly why?: string | null;
  /** The times of a grant, where they are others than those that were asked for. */
  readonly times?: { readonly from: number; readonly until: number };
}

/**
 * The record of what became of a request. Its id follows from what it says, so that it is in the journal once, however
 * often the agent finds it out.
 */
export function accessEvent(
  entry: Entry,
  { what, by = [], why = null, times }: AccessFact,
  time: number,
): AccessEvent {
  const { id: request, person, model, purpose, reason } = entry;
  const { from, until } = times ?? entry;
  // A request is asked once, whenever it comes again.
  const said = what === "asked" ? [request, what] : [request, what, by, why, from, until];
  const hash = createHash("sha256").update(JSON.stringify(said));
  return {
    id: `access-${hash.digest("hex").slice(0, 32)}`,
    time,
    kind: "access",
    what,
    request,
    person,
    model,
    purpose,
    reason: reason === "" ? null : reason,
    from,
    until,
    by: [...by],
    why: why === null ? null : why.slice(0, 2_000),
  };
}
