import type { PublicJwk } from "../../../shared/schema/passport-issuer.ts";
import { passportFileName, STATUS_FILE, statusUri } from "../file-name.ts";
import { thumbprintOf, type SigningKey } from "../signing-key.ts";
import { newStatusList } from "../status-list.ts";
import { claimsOf, issuing, type Issue } from "./issue.ts";
import type { Applicant } from "./applicant.ts";
import type { Register } from "./register.ts";
import type { StaticFiles } from "./static-files.ts";

/** Milliseconds for which a status list counts as fresh; endpoints hold out three times as long without another. */
export const LIST_FRESH = 86_400_000;
/** People whose places are taken at once, so that the disk is waited for once. */
const BATCH = 500;

/** What a round of issuing is made with. */
export interface Desk {
  readonly key: SigningKey;
  readonly register: Register;
  readonly files: StaticFiles;
  readonly issuer: { readonly id: string; readonly url: string };
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Which passports a round makes. */
export interface RoundWish {
  /** Milliseconds that each holds. */
  readonly valid: number;
  /** Passports that hold beyond this moment are left as they are; Infinity: all are made anew. */
  readonly renewBefore: number;
  /** Called after each person. */
  readonly onPerson: (done: number) => void;
}

/** What a round did. */
export interface RoundDone {
  readonly people: number;
  readonly issued: number;
  /** Passports that were left: they hold long enough, or were revoked. */
  readonly left: number;
  /** People without any device key. */
  readonly withoutDevice: number;
}

/** Issues a passport to each device of each person, and signs the status list anew. */
export async function issueRound(
  desk: Desk,
  people: AsyncIterable<Applicant> | Iterable<Applicant>,
  wish: RoundWish,
): Promise<RoundDone> {
  const issue = issuing(desk.issuer.id, desk.key);
  const done = { people: 0, issued: 0, left: 0, withoutDevice: 0 };
  let batch: Applicant[] = [];
  const flush = async (): Promise<void> => {
    const { issued, left } = await issueBatch(desk, issue, batch, wish);
    done.issued += issued;
    done.left += left;
    batch = [];
  };
  for await (const person of people) {
    done.people += 1;
    if (person.device_keys.length === 0) done.withoutDevice += 1;
    batch.push(person);
    if (batch.length >= BATCH) await flush();
    wish.onPerson(done.people);
  }
  await flush();
  writeStatusList(desk);
  return done;
}

interface Wanted {
  readonly person: string;
  readonly device: string;
  readonly applicant: Applicant;
  readonly key: PublicJwk;
}

async function issueBatch(
  desk: Desk,
  issue: Issue,
  batch: readonly Applicant[],
  { valid, renewBefore }: RoundWish,
): Promise<{ readonly issued: number; readonly left: number }> {
  const { register, files, issuer, now } = desk;
  const wanted = new Map<string, Wanted>();
  for (const applicant of batch) {
    for (const key of applicant.device_keys) {
      const device = await thumbprintOf(key);
      wanted.set(`${device} ${applicant.id}`, { person: applicant.id, device, applicant, key });
    }
  }
  const expires = now + valid;
  const entries = register.enter([...wanted.values()], expires, renewBefore);
  for (const { person, device, index } of entries) {
    const one = wanted.get(`${device} ${person}`);
    if (!one) continue;
    const status = { uri: statusUri(issuer.url), index };
    const claims = claimsOf(one.applicant);
    const passport = await issue({ person, claims, device: one.key, status, issued: now, expires });
    files.write(passportFileName(person, device), passport);
  }
  return { issued: entries.length, left: wanted.size - entries.length };
}

/** Signs the list of statuses anew, which says that everything in it was looked at now. */
export function writeStatusList({ key, register, files, issuer, now }: Desk): void {
  const { size, revoked } = register.statuses();
  const issued = register.dateList(now);
  const times = {
    uri: statusUri(issuer.url),
    issued,
    fresh: LIST_FRESH,
    expires: issued + 3 * LIST_FRESH,
  };
  files.write(STATUS_FILE, newStatusList(key, times, size, revoked));
}
