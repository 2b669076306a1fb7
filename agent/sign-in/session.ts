import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { CompiledSignIn } from "../../shared/policy/compiled-policy.ts";
import type { Person } from "../../shared/schema/person.ts";
import { Moment, Name } from "../../shared/schema/text.ts";
import { type Claims, claimsRead, factsAsked, factsIn, personIn } from "./claims.ts";

const Token = z.string().check(z.minLength(1), z.maxLength(100_000));

/** What is kept of a sign-in: what was proven, and the tokens that renew and end it. */
export const Session = z.strictObject({
  issuer: Name,
  client: Name,
  /** The provider's own id of the person. */
  subject: Name,
  /** Those that policy reads. */
  claims: z.record(z.string(), z.unknown()),
  /** What policy read when they were taken. */
  mark: Name,
  issued: Moment,
  /** Of the ID token. */
  expires: Moment,
  idToken: Token,
  accessToken: z.nullable(Token),
  /** Null: the provider gave none, so the sign-in ends by itself. */
  refreshToken: z.nullable(Token),
});
export type Session = z.infer<typeof Session>;

/** Whom a sign-in proves, and until when. */
export interface SignedIn {
  readonly person: string;
  readonly facts: Partial<Person>;
  readonly until: number;
}

/** Names what policy reads of a sign-in: another mapping needs other claims. */
export function markOf(mapping: CompiledSignIn): string {
  return createHash("sha256")
    .update(JSON.stringify(claimsRead(mapping)))
    .digest("hex")
    .slice(0, 32);
}

/** The claims that policy reads, of all that were said. */
export function keptClaims(claims: Claims, mapping: CompiledSignIn): Claims {
  const read = claimsRead(mapping).filter((name) => Object.hasOwn(claims, name));
  return Object.fromEntries(read.map((name) => [name, claims[name]]));
}

/** Until when a sign-in counts if it is not renewed: as policy says, else as the ID token does. */
export function endOf({ issued, expires }: Session, { greatestAge }: CompiledSignIn): number {
  return greatestAge === null ? expires : issued + greatestAge;
}

/** Milliseconds between two renewals at the most: who has left the company is known no later. */
const LONGEST = 1_800_000;
/** And at the least, whatever times a provider sets. */
const SHORTEST = 5_000;

/** When a sign-in is to be renewed: halfway to its end, so that a provider may be away for a while. */
export function renewalOf(session: Session, mapping: CompiledSignIn): number {
  const half = (Math.min(session.expires, endOf(session, mapping)) - session.issued) / 2;
  return session.issued + Math.min(Math.max(half, SHORTEST), LONGEST);
}

/**
 * The facts that policy decides by while somebody is signed in, or nobody. What a sign-in must say is as it says, and
 * nothing else: what people files say of it does not count, so that a sign-in which ends leaves nothing behind.
 */
export function signedFacts(
  base: Person | undefined,
  mapping: CompiledSignIn,
  signedIn: SignedIn | null,
): Person | null {
  const id = base?.id ?? signedIn?.person;
  if (id === undefined) return null;
  const asked: readonly string[] = factsAsked(mapping);
  const kept = Object.entries(base ?? {}).filter(([fact]) => !asked.includes(fact));
  return {
    groups: [],
    compartments: [],
    us_person: "unknown",
    ...Object.fromEntries(kept),
    ...signedIn?.facts,
    id,
  };
}

/** Whom a session proves; throws a `SignInError` where its claims name nobody. */
export function signedInBy(session: Session, mapping: CompiledSignIn): SignedIn {
  return {
    person: personIn(session.claims, mapping),
    facts: factsIn(session.claims, mapping),
    until: endOf(session, mapping),
  };
}
