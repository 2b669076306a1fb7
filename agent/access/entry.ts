import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { mayAskFor } from "../../shared/policy/compile-requests.ts";
import type { AccessAsked, AccessStanding, AskAccess } from "../../shared/wire/access.ts";
import type { Grant } from "./answer-form.ts";
import type { Entry } from "./book.ts";

/** How an entry that is not over stands under the policy in force. */
export type Standing =
  | { readonly kind: "open" }
  /** One of two approvers has signed. */
  | { readonly kind: "short"; readonly by: readonly string[] }
  | { readonly kind: "granted"; readonly grant: Grant; readonly by: readonly string[] }
  /** It was granted, and policy has it otherwise since. */
  | { readonly kind: "void"; readonly why: string };

/** Requests of one person that may be open together. */
const OPEN_LIMIT = 20;

/** The entry of what a person asks for now; it lasts no longer than policy allows. */
export function newEntry(asked: AskAccess, person: string, now: number, longest: number): Entry {
  const { id, model, purpose, reason, until } = asked;
  return {
    id,
    person,
    model,
    purpose,
    reason,
    asked: now,
    from: now,
    until: Math.min(until, now + longest),
    isOwn: true,
    answer: null,
    issued: 0,
    closed: null,
    told: [],
  };
}

/** The entry of a grant that was not asked for here. */
export function foreignEntry(grant: Grant): Entry {
  const { request, holder, models, purposes, issued, from, until } = grant;
  return {
    id: request,
    person: holder,
    model: models[0] ?? "",
    purpose: purposes?.[0] ?? null,
    reason: "",
    asked: issued,
    from,
    until,
    isOwn: false,
    answer: null,
    issued: 0,
    closed: null,
    told: [],
  };
}

/** Why a request cannot even be sent, in a sentence; null: it can. */
export function whyNot(entry: Entry, policy: CompiledPolicy, others: readonly Entry[]): string | null {
  const { requests, purposes } = policy;
  if (!requests || !mayAskFor(requests, entry.model)) return `The policy lets nobody ask for ${entry.model}.`;
  if (entry.until <= entry.from) return "It would end before it begins.";
  if (purposes.length > 0 && !purposes.some(({ id }) => id === entry.purpose))
    return "It needs one of the policy’s purposes.";
  const open = others.filter(({ closed, person }) => closed === null && person === entry.person);
  return open.length >= OPEN_LIMIT ? `${OPEN_LIMIT} requests are open already. Withdraw one first.` : null;
}

/** An entry as its person sees it. `isAway`: it is not with anybody who decides yet. */
export function shownEntry(entry: Entry, standing: Standing, isAway: boolean): AccessAsked {
  const { id, model, purpose, reason, asked, until, closed } = entry;
  const granted = standing.kind === "granted" && closed === null ? standing : null;
  return {
    id,
    model,
    purpose,
    reason,
    asked,
    from: granted?.grant.from ?? entry.from,
    until,
    state: stateOf(entry, standing, isAway),
    by: closed === null ? signers(standing) : closed.by,
    why: closed === null ? (standing.kind === "void" ? standing.why : null) : closed.why,
    grant: granted === null ? null : id,
    ends: granted?.grant.until ?? null,
  };
}

function stateOf({ closed }: Entry, { kind }: Standing, isAway: boolean): AccessStanding {
  if (closed !== null) return closed.state;
  if (kind === "granted") return "approved";
  if (kind === "void") return "ended";
  return isAway && kind === "open" ? "sent" : "waiting";
}

/** People by their names, as far as one name may be long. */
function signers(standing: Standing): string | null {
  return standing.kind === "short" || standing.kind === "granted" ? namesOf(standing.by) : null;
}

/** Names as one. */
export function namesOf(people: readonly string[]): string | null {
  return people.length === 0 ? null : people.join(", ").slice(0, 512);
}
