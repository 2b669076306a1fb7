import type { Clearance } from "../schema/clearance.ts";
import type { Account, AccountKind } from "../schema/recognition.ts";

/** What a recognizer writes for a service that takes no company's account: `const/consumer`. */
const CONSUMER = "consumer";

/** A number that counts the accounts signed in to this browser, as Google's apps send it: it says whose none of them is. */
const PLACE = /^\d{1,2}$/;

/**
 * Whose account a call uses. An anonymous endpoint, and a service for consumers alone, is personal whatever id the page
 * sends along. An id `someone@tenant` is the company's where its tenant is. An id that the policy does not list is
 * personal only if the policy lists any: else nobody has said which accounts are the company's, and it cannot be told.
 */
export function accountKind(clearance: Clearance, account: Account | null): AccountKind {
  if (account === null) return "unknown";
  if (account.signedOut) return "personal";
  const { corporateAccounts } = clearance;
  const { id } = account;
  if (id === null) return "unknown";
  if (corporateAccounts.includes(id) || corporateAccounts.includes(tenantIn(id))) return "corporate";
  if (id === CONSUMER) return "personal";
  return corporateAccounts.length > 0 && !PLACE.test(id) ? "personal" : "unknown";
}

/** The account or tenant id of the wire; null where there is none, or where the endpoint is the anonymous one. */
export function tenantOf(account: Account | null): string | null {
  if (account === null || account.signedOut || account.id === null) return null;
  return tenantIn(account.id);
}

/** Of `someone@tenant`, the tenant; tenants are written without regard to case. */
function tenantIn(id: string): string {
  const at = id.lastIndexOf("@");
  return at < 0 ? id : id.slice(at + 1).toLowerCase();
}
