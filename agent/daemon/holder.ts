import type { Claim } from "../../shared/schema/proof.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import { lapsedClaims, type ProvenFrom } from "../passport/lapses.ts";
import { type Config, personOf } from "../platform/config.ts";
import { factsAsked } from "../sign-in/claims.ts";
import { signedFacts, type SignedIn } from "../sign-in/session.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import type { SignInNote } from "../sign-in/notes.ts";
import type { Sources } from "./sources.ts";

/** What tells who uses an endpoint, and what of that is proven. */
export interface Witnesses {
  /** The user's name of the system. */
  readonly user: string;
  readonly passports: Pick<Passports, "facts" | "lapses" | "now">;
  readonly signIn: Pick<SignIn, "signedIn">;
}

/** What is proven from a moment on, if nobody brings anything newer. */
export interface Stage {
  /** By the clock that proofs are judged by. */
  readonly at: number;
  readonly proven: ProvenFrom;
  readonly signedIn: SignedIn | null;
}

/** What is proven now, and from each later moment on at which time alone takes something away; ascending. */
export function stagesOf({
  passports,
  signIn,
}: Pick<Witnesses, "passports" | "signIn">): readonly [now: Stage, ...later: Stage[]] {
  const { now, lapses } = passports;
  const { signedIn } = signIn;
  const ends = signedIn === null ? [] : [signedIn.until];
  const moments = [...new Set([...lapses.map(({ at }) => at), ...ends])].toSorted((a, b) => a - b);
  return [
    { at: now.at, proven: now, signedIn },
    ...moments.map((at) => ({
      at,
      proven: lapses.findLast((lapse) => lapse.at <= at) ?? now,
      signedIn: signedIn !== null && at >= signedIn.until ? null : signedIn,
    })),
  ];
}

/** Whom the endpoint is for: the person of this account, else whoever is signed in; null: nobody is known. */
export function holderOf(config: Config, user: string, signedIn: SignedIn | null): string | null {
  return personOf(config, user) ?? signedIn?.person ?? null;
}

/** The facts that policy decides by at a stage; null where nobody is known. */
export function factsAt(stage: Stage, sources: Sources, { user, passports }: Witnesses): Person | null {
  const id = holderOf(sources.config, user, stage.signedIn);
  if (id === null) return null;
  const listed = sources.people.value?.get(id);
  const mapping = sources.policy.value?.signIn;
  const base = mapping === undefined ? listed : signedFacts(listed, mapping, stage.signedIn);
  return passports.facts(id, base ?? undefined, stage.proven);
}

/** The claims that were proven at a stage and are so no longer at another, or for less. */
export function lapsedBetween(before: Stage, after: Stage, { policy }: Sources): readonly Claim[] {
  const { signIn, proofs = [] } = policy.value ?? {};
  const byPassport = lapsedClaims(before.proven.proven, after.proven.proven);
  if (signIn === undefined || before.signedIn === null || after.signedIn !== null) return byPassport;
  const { facts } = before.signedIn;
  return [
    ...byPassport,
    ...factsAsked(signIn).filter((fact) => facts[fact] !== undefined && !proofs.includes(fact)),
  ];
}

/** A change of who is signed in, for the journal. */
interface SignInNews {
  readonly part: "sign_in";
  readonly outcome: SignInNote["what"];
  readonly detail: string;
}

/** Looks at the sign-in of whoever uses this machine under a user name of the system, by the policy in force. */
export async function lookAtSignIn(
  signIn: SignIn,
  { policy, config }: Sources,
  user: string,
): Promise<readonly SignInNews[]> {
  const notes = await signIn.look({
    settings: config.signIn,
    mapping: policy.value?.signIn ?? null,
    person: personOf(config, user),
  });
  return notes.map(({ what, detail }) => ({ part: "sign_in", outcome: what, detail }));
}

/** Who uses the endpoint and how that is known, as person and command line are shown it. */
export function identityOf(sources: Sources, user: string, signIn: SignIn): Identity {
  const { signedIn, isPossible, isHeld, provider, problem } = signIn;
  const person = holderOf(sources.config, user, signedIn);
  const listed = person === null ? undefined : sources.people.value?.get(person);
  return {
    person,
    how: signedIn !== null || person === null ? howElse(sources.config, signedIn) : howOf(sources.config),
    provider,
    name: signedIn?.facts.name ?? listed?.name ?? null,
    until: signedIn?.until ?? null,
    problem,
    can: { sign_in: isPossible && signedIn === null, sign_out: isHeld },
  };
}

function howOf({ holder }: Config): Identity["how"] {
  return "person" in holder ? "configured" : "account";
}

/** Where nobody is known, somebody could be so by what the configuration has. */
function howElse(config: Config, signedIn: SignedIn | null): Identity["how"] {
  return signedIn !== null || config.signIn !== null ? "sign_in" : howOf(config);
}
