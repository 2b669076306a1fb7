import type { Clearance } from "../schema/clearance.ts";
import type { Account, AccountKind } from "../schema/recognition.ts";

/**
 * Whose account a call uses. An anonymous endpoint is personal whatever id the page sends along.
 * An id that the policy does not list is personal only if the policy lists any: else nobody has said which
 * accounts are the company's, and it cannot be told.
 */
export function accountKind(clearance: Clearance, account: Account | null): AccountKind {
  if (account === null) return "unknown";
  if (account.signedOut) return "personal";
  if (account.id === null) return "unknown";
  if (clearance.corporateAccounts.includes(account.id)) return "corporate";
  return clearance.corporateAccounts.length > 0 ? "personal" : "unknown";
}

/** The account or tenant id of the wire; null where there is none, or where the endpoint is the anonymous one. */
export function tenantOf(account: Account | null): string | null {
  return account === null || account.signedOut ? null : account.id;
}
