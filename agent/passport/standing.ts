import type { PassportFault } from "./fault.ts";
import type { StatusList } from "./status-list.ts";
import type { Passport } from "./verify.ts";

/** Whether a passport counts at one moment. */
export interface Standing {
  /** Null: it counts. */
  readonly fault: PassportFault | null;
  /** Why it does not count, or counts for less; null: it counts as it stands. */
  readonly why: string | null;
  /** Steps by which assurance is lowered, since nobody has said for long that it was not revoked. */
  readonly lowered: number;
  /** When it ends at the latest. */
  readonly until: number;
  /** The next moment at which this answer may be another; null: never. */
  readonly next: number | null;
}

/** Steps of age after which a status list says nothing anymore. */
const LAST_STEP = 3;

/**
 * Judges a verified passport at a moment, by the newest list of the statuses of its issuer. Each time that a list is
 * overdue lowers assurance by one, and the third time nothing counts.
 */
export function standingOf(passport: Passport, list: StatusList | null, now: number): Standing {
  const { issued, begins, issuer, expires } = passport;
  const oldest = issuer.greatestAge === null ? Infinity : issued + issuer.greatestAge;
  const until = Math.min(expires, oldest);
  const not = (fault: PassportFault, why: string, next: number | null): Standing => ({
    fault,
    why,
    lowered: 0,
    until,
    next,
  });
  if (now < begins)
    return not("not_yet", `It begins at ${iso(begins)}. Look at this device’s clock.`, begins);
  if (now >= expires) return not("expired", `It ended at ${iso(expires)}.`, null);
  if (now >= oldest) return not("too_old", `It is older than policy allows since ${iso(oldest)}.`, null);
  return byStatus(passport, list, { now, until });
}

interface When {
  readonly now: number;
  readonly until: number;
}

function byStatus({ status }: Passport, list: StatusList | null, { now, until }: When): Standing {
  const counts = { fault: null, why: null, lowered: 0, until, next: until };
  if (status === null) return counts;
  const unknown = (why: string): Standing => ({ ...counts, fault: "no_status", why });
  if (list === null) return unknown("Nobody has said yet whether it was revoked.");
  const good = list.isGood(status.index);
  if (good === null) return unknown("The issuer’s list of statuses does not have it.");
  if (!good) return { ...counts, fault: "revoked", why: "Its issuer has revoked it." };
  const steps = Math.max(0, Math.floor((now - list.issued) / list.fresh));
  const ends = Math.min(list.expires ?? Infinity, list.issued + LAST_STEP * list.fresh);
  if (now >= ends) return unknown(`Since ${iso(list.issued)} nobody has said whether it was revoked.`);
  const next = Math.min(until, ends, list.issued + (steps + 1) * list.fresh);
  const why = `Since ${iso(list.issued)} nobody has said that it was not revoked: its assurance is ${steps} lower.`;
  return steps === 0 ? { ...counts, next } : { ...counts, why, lowered: steps, next };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
