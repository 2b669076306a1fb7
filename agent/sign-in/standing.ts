import type { CompiledSignIn } from "../../shared/policy/compiled-policy.ts";
import type { SignInSettings } from "../platform/sign-in-config.ts";
import { SignInError } from "./fault.ts";
import { TOLERANCE } from "./provider.ts";
import { endOf, type Session, signedInBy, type SignedIn } from "./session.ts";

/** Who may sign in here, and what of that is believed. */
export interface SignInFor {
  readonly settings: SignInSettings | null;
  /** Null: policy believes no sign-in. */
  readonly mapping: CompiledSignIn | null;
  /** Whose account this is; null: whoever signs in. */
  readonly person: string | null;
}

/** Whom a session proves, or why nobody, in a sentence; both null: there is none that could. */
export type Standing =
  | { readonly signedIn: SignedIn; readonly why: null }
  | { readonly signedIn: null; readonly why: string | null };

const NOBODY: Standing = { signedIn: null, why: null };

/** Judges a session at a moment; milliseconds since 1970 UTC. */
export function standingOf(session: Session | null, wish: SignInFor, now: number): Standing {
  const { settings, mapping, person: account } = wish;
  if (session === null || settings === null || mapping === null) return NOBODY;
  if (session.issuer !== mapping.issuer || !isOf(session, settings)) return NOBODY;
  if (now < session.issued - TOLERANCE * 1_000)
    return nobody("The sign-in is of the future. Look at this device’s clock.");
  const ends = endOf(session, mapping);
  if (now >= ends) return nobody(`The sign-in ended at ${new Date(ends).toISOString()}. Sign in again.`);
  return whom(session, mapping, account);
}

/** True where a session is of the provider that is configured: its tokens go to no other. */
export function isOf(
  { issuer, client }: Session,
  settings: SignInSettings | null,
): settings is SignInSettings {
  return settings !== null && issuer === settings.issuer && client === settings.client;
}

function whom(session: Session, mapping: CompiledSignIn, account: string | null): Standing {
  try {
    const signedIn = signedInBy(session, mapping);
    if (account === null || account === signedIn.person) return { signedIn, why: null };
    return nobody(otherPerson(account, signedIn.person));
  } catch (error) {
    if (error instanceof SignInError) return nobody(error.message);
    throw error;
  }
}

function nobody(why: string): Standing {
  return { signedIn: null, why };
}

/** Why nobody can sign in here though the policy means it, in a sentence; null: they can, or need not. */
export function misfit({ settings, mapping }: SignInFor): string | null {
  if (mapping === null) return null;
  if (settings === null)
    return `The policy wants people signed in at ${mapping.issuer}. Add \`sign_in\` to the configuration.`;
  if (settings.issuer === mapping.issuer) return null;
  return `The configuration signs in at ${settings.issuer}, and the policy believes ${mapping.issuer} alone.`;
}

/** Refuses whoever signs in where the account is another's. */
export function otherPerson(account: string, signedIn: string): string {
  return `This account is that of ${account}, and ${signedIn} signed in. Sign in as ${account}, or use your own account of this machine.`;
}
