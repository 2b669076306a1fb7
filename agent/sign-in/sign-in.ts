import type { CompiledSignIn } from "../../shared/policy/compiled-policy.ts";
import type { DeviceCode } from "../../shared/wire/local-api.ts";
import type { SignInSettings } from "../platform/sign-in-config.ts";
import { type Attempt, attemptByCode, attemptHere, type AttemptAt } from "./attempt.ts";
import { SignInError } from "./fault.ts";
import { appliedNote, type SignInNote } from "./notes.ts";
import { type Given, sessionOf } from "./proven.ts";
import { type Asking, providerOf } from "./provider.ts";
import { markOf, renewalOf, type Session, signedInBy, type SignedIn } from "./session.ts";
import { isOf, misfit, otherPerson, type SignInFor, type Standing, standingOf } from "./standing.ts";
import type { SessionStore } from "./store.ts";
import { endAddress, renewed, takeBack } from "./tokens.ts";
import { inOurWords } from "./words.ts";

/** What a sign-in is kept and judged by. */
export interface SignInParts {
  readonly store: SessionStore;
  readonly asking: Asking;
  readonly signal: AbortSignal;
  /** Something changed: looks, and is done when what follows from it is in force. */
  readonly onChange: () => Promise<void>;
}

/** A wish of an endpoint whose people can sign in. */
interface Possible extends SignInFor {
  readonly settings: SignInSettings;
  readonly mapping: CompiledSignIn;
}

/** Milliseconds from a renewal that failed to the next try. */
const AGAIN = 25_000;

/** The sign-in of the one person of this endpoint: who it is, what that proves now, and what is wrong with it. */
export class SignIn {
  readonly #parts: SignInParts;
  #wish: SignInFor = { settings: null, mapping: null, person: null };
  #session: Session | null = null;
  #isLoaded = false;
  #standing: Standing = { signedIn: null, why: null };
  /** What was told last of the facts. */
  #told = "";
  /** Why the last try to sign in or to renew came to nothing, in a sentence. */
  #failure: string | null = null;
  /** When a renewal was begun that has not worked yet. */
  #triedAt = -Infinity;
  #notes: SignInNote[] = [];
  #attempt = new AbortController();

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Judges what is there, without asking the network; gives what is new, to be recorded. */
  async look(wish: SignInFor): Promise<readonly SignInNote[]> {
    this.#wish = wish;
    if (!this.#isLoaded) await this.#load();
    this.#judge();
    return this.#notes.splice(0);
  }

  /** Who is signed in now, and what that proves; null: nobody. */
  get signedIn(): SignedIn | null {
    return this.#standing.signedIn;
  }

  /** What is not well, in a sentence; null: nothing. */
  get problem(): string | null {
    return misfit(this.#wish) ?? this.#failure ?? this.#standing.why;
  }

  /** True where somebody may sign in here. */
  get isPossible(): boolean {
    return isPossible(this.#wish);
  }

  /** True where there is something to sign out of. */
  get isHeld(): boolean {
    return this.#session !== null;
  }

  /** The company's sign-in, by its `iss`; null: there is none. */
  get provider(): string | null {
    return this.#wish.settings?.issuer ?? null;
  }

  /** Milliseconds until time alone changes something here, or a renewal is due; null: never. */
  get wait(): number | null {
    const { mapping } = this.#wish;
    const { signedIn } = this.#standing;
    if (signedIn === null || this.#session === null || mapping === null) return null;
    const renewal = Math.max(renewalOf(this.#session, mapping), this.#triedAt + AGAIN);
    const next = this.#session.refreshToken === null ? signedIn.until : Math.min(renewal, signedIn.until);
    return next - this.#now();
  }

  /** Begins a sign-in in the browser of this machine: the address to open. Throws a `SignInError`. */
  async begin(): Promise<Attempt<string>> {
    return await this.#begun(attemptHere);
  }

  /** Begins a sign-in by a code that is typed on another device. Throws a `SignInError`. */
  async beginByCode(): Promise<Attempt<DeviceCode>> {
    return await this.#begun(attemptByCode);
  }

  /**
   * Asks for newer tokens where that is due; true where `look` would find something else. A provider that is away costs
   * nothing until what it proved ends; one that says no ends it at once.
   */
  async renew(): Promise<boolean> {
    const [session, wish] = [this.#session, this.#wish];
    if (session === null || session.refreshToken === null || !isPossible(wish)) return false;
    if (!isOf(session, wish.settings) || !this.#isDue(session, wish.mapping)) return false;
    this.#triedAt = this.#now();
    try {
      const provider = await providerOf(wish.settings, this.#parts.asking);
      const at = { provider, mapping: wish.mapping, now: this.#now() };
      const newer = await renewed(session, session.refreshToken, at);
      if (this.#session !== session) return false; // signed out, or anew, meanwhile
      await this.#keep(newer);
    } catch (error) {
      this.#renewalFailed(session, inOurWords(error));
    }
    return true;
  }

  /**
   * Forgets who is signed in, takes the tokens back at the provider, and gives the address at which the person is signed
   * out there; null where there is none. `problem`: why the provider does not know of it, in a sentence.
   */
  async signOut(): Promise<{ readonly url: string | null; readonly problem: string | null }> {
    const [session, { settings }] = [this.#session, this.#wish];
    this.#attempt.abort(new SignInError("replaced", "The sign-in was given up, since somebody signed out."));
    if (session === null) return { url: null, problem: null };
    this.#failure = null;
    this.#drop({ what: "stopped", detail: `Signed out of ${session.issuer}.` });
    await this.#parts.onChange();
    if (!isOf(session, settings)) return { url: null, problem: null };
    try {
      const provider = await providerOf(settings, this.#parts.asking);
      await takeBack(provider, session);
      return { url: endAddress(provider, session), problem: null };
    } catch (error) {
      const why = inOurWords(error).message;
      return { url: null, problem: `You are signed out here. The provider could not be told: ${why}` };
    }
  }

  /** A keystore that does not open yet is asked again at each look, until somebody has signed in anew. */
  async #load(): Promise<void> {
    try {
      this.#session = await this.#parts.store.load();
      this.#isLoaded = true;
      this.#failure = null;
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      if (this.#failure !== error.message) this.#notes.push({ what: "refused", detail: error.message });
      this.#failure = error.message;
    }
  }

  #judge(): void {
    this.#standing = standingOf(this.#session, this.#wish, this.#now());
    const { signedIn, why } = this.#standing;
    const told = signedIn === null ? (why ?? "") : JSON.stringify([signedIn.person, signedIn.facts]);
    if (told === this.#told) return;
    this.#told = told;
    if (signedIn !== null) this.#notes.push(appliedNote(signedIn, this.#session?.issuer ?? ""));
    else if (why !== null) this.#notes.push({ what: "degraded", detail: why });
  }

  /** Begins an attempt, which ends the one before. What becomes of it is noted, unless nothing does. */
  async #begun<T>(attempt: (at: AttemptAt) => Promise<Attempt<T>>): Promise<Attempt<T>> {
    this.#attempt.abort(new SignInError("replaced", "Another sign-in was begun meanwhile."));
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    const failed = (error: unknown): never => {
      const fault = inOurWords(error);
      if (fault.code !== "replaced" && fault.code !== "too_late" && !this.#parts.signal.aborted)
        this.#refuse(fault.message);
      throw fault;
    };
    try {
      const { shown, done } = await attempt(this.#attemptAt(signal));
      return { shown, done: done.catch(failed) };
    } catch (error) {
      return failed(error);
    }
  }

  #attemptAt(signal: AbortSignal): AttemptAt {
    const wish = this.#wish;
    if (!isPossible(wish))
      throw new SignInError(
        "not_configured",
        misfit(wish) ?? "The policy names no provider to sign in with.",
      );
    return {
      settings: wish.settings,
      asking: this.#parts.asking,
      person: wish.person,
      signal: AbortSignal.any([signal, this.#parts.signal]),
      take: async (given) => await this.#take(given, wish),
    };
  }

  /** Takes the tokens of a new sign-in. Those of somebody else are given back. */
  async #take(given: Given, { settings, mapping, person: account }: Possible): Promise<string> {
    const provider = await providerOf(settings, this.#parts.asking);
    const session = await sessionOf(given, { provider, mapping, now: this.#now() });
    const { person } = signedInBy(session, mapping);
    if (account !== null && account !== person) {
      await takeBack(provider, session).catch(() => undefined); // they end by themselves
      throw new SignInError("other_person", otherPerson(account, person));
    }
    await this.#keep(session);
    await this.#parts.onChange();
    return person;
  }

  async #keep(session: Session): Promise<void> {
    this.#session = session;
    this.#isLoaded = true;
    this.#failure = null;
    this.#triedAt = -Infinity;
    await this.#parts.store.save(session);
  }

  #drop(note: SignInNote): void {
    this.#session = null;
    this.#told = "";
    this.#parts.store.clear();
    this.#notes.push(note);
  }

  #refuse(detail: string): void {
    this.#failure = detail;
    this.#notes.push({ what: "refused", detail });
    void this.#parts.onChange();
  }

  #renewalFailed(session: Session, { code, message }: SignInError): void {
    if (this.#session !== session) return;
    const isNew = this.#failure !== message;
    this.#failure = message;
    const note = { what: "degraded", detail: message } as const;
    // What else is wrong with newer tokens leaves what was accepted before as it stands, to its own end.
    if (code === "ended" || code === "denied" || code === "other_person") this.#drop(note);
    else if (isNew) this.#notes.push(note);
  }

  #isDue(session: Session, mapping: CompiledSignIn): boolean {
    const now = this.#now();
    if (now < this.#triedAt + AGAIN) return false;
    return now >= renewalOf(session, mapping) || session.mark !== markOf(mapping);
  }

  #now(): number {
    return this.#parts.asking.now();
  }
}

function isPossible(wish: SignInFor): wish is Possible {
  return wish.settings !== null && wish.mapping !== null && misfit(wish) === null;
}
