import type { DeviceCode } from "../../shared/wire/local-api.ts";
import type { SignInSettings } from "../platform/sign-in-config.ts";
import { newBond, signInAddress, takeAnswer } from "./code-flow.ts";
import { beginByCode } from "./device-flow.ts";
import { SignInError } from "./fault.ts";
import type { Given } from "./proven.ts";
import { type Asking, providerOf, scopesOf } from "./provider.ts";
import { listenForRedirect } from "./redirect.ts";

/** Milliseconds that a person has for signing in in the browser. */
const PATIENCE = 600_000;

/** What a sign-in is begun with. */
export interface AttemptAt {
  readonly settings: SignInSettings;
  readonly asking: Asking;
  /** Whose account this is; null: anybody's. */
  readonly person: string | null;
  /** Another one that is begun ends it. */
  readonly signal: AbortSignal;
  /** Takes the tokens, and gives who signed in; rejects with a `SignInError`. */
  readonly take: (given: Given) => Promise<string>;
}

/** A sign-in that has been begun, and what it comes to: the person, or a `SignInError`. */
export interface Attempt<T> {
  readonly shown: T;
  readonly done: Promise<string>;
}

/** Begins a sign-in in the browser of this machine: the address to open. Throws a `SignInError`. */
export async function attemptHere(at: AttemptAt): Promise<Attempt<string>> {
  const provider = await providerOf(at.settings, at.asking);
  const bond = newBond();
  const signal = AbortSignal.any([at.signal, tooLate()]);
  const redirect = await listenForRedirect(at.settings.redirectPort, bond.state, signal);
  const url = await signInAddress(provider, bond, {
    redirectUri: redirect.uri,
    scopes: scopesOf(at.settings, provider),
    person: at.person,
  });
  const finish = async (): Promise<string> => {
    const { url: answer, answer: tell } = await redirect.back;
    try {
      const person = await at.take(await takeAnswer(provider, answer, bond));
      tell({ person });
      return person;
    } catch (error) {
      tell({ problem: error instanceof SignInError ? error.message : "Something went wrong." });
      throw error;
    }
  };
  return { shown: url, done: finish() };
}

/** Begins a sign-in by a code that is typed on another device. Throws a `SignInError`. */
export async function attemptByCode(at: AttemptAt): Promise<Attempt<DeviceCode>> {
  const provider = await providerOf(at.settings, at.asking);
  const { signal, asking } = at;
  const begun = await beginByCode(provider, scopesOf(at.settings, provider), { now: asking.now(), signal });
  return { shown: begun.code, done: begun.given().then(async (given) => await at.take(given)) };
}

/** Aborts with the error when the person's time is over; keeps no process alive. */
function tooLate(): AbortSignal {
  const controller = new AbortController();
  const error = new SignInError("too_late", "Nobody signed in within ten minutes. Begin again.");
  setTimeout(() => controller.abort(error), PATIENCE).unref();
  return controller.signal;
}
