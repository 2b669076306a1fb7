import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SignIn } from "../../../agent/sign-in/sign-in.ts";
import { SessionStore } from "../../../agent/sign-in/store.ts";
import type { SignInFor } from "../../../agent/sign-in/standing.ts";
import type { SignInNote } from "../../../agent/sign-in/notes.ts";
import type { Config } from "../../../agent/platform/config.ts";
import { signInWeb } from "../../../agent/daemon/sign-in-web.ts";
import type { CompiledSignIn } from "../../../shared/policy/compiled-policy.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** What policy reads of a sign-in in these tests. */
export function mappingOf(issuer: string, more: Partial<CompiledSignIn> = {}): CompiledSignIn {
  return {
    issuer,
    person: null,
    groups: "groups",
    claims: { organization: "company", location: "ctry", us_person: "us", name: "name" },
    assurance: { acr: {}, amr: { mfa: 2 } },
    greatestAge: null,
    ...more,
  };
}

/** An endpoint's sign-in, with its wish and a clock that can be moved. */
export class Desk {
  readonly folder: string;
  /** Milliseconds that the clock is ahead. */
  ahead = 0;
  wish: SignInFor;
  signIn: SignIn;
  readonly notes: SignInNote[] = [];
  readonly #signal: AbortSignal;

  constructor(issuer: string, wish: Partial<SignInFor> = {}) {
    const over = new AbortController();
    onTestFinished(() => over.abort());
    this.#signal = over.signal;
    this.folder = temporaryFolder();
    this.wish = {
      settings: { issuer, client: "lanyard", secretFile: null, scopes: null, ca: null, redirectPort: 0 },
      mapping: mappingOf(issuer),
      person: null,
      ...wish,
    };
    this.signIn = this.#made();
  }

  /** The agent starts anew. */
  async restart(): Promise<void> {
    this.signIn = this.#made();
    await this.look();
  }

  async look(): Promise<void> {
    this.notes.push(...(await this.signIn.look(this.wish)));
  }

  #made(): SignIn {
    const config = (): Config => ({ signIn: this.wish.settings, policy: { folder: "" } }) as Config;
    return new SignIn({
      store: new SessionStore(join(this.folder, "sign-in"), null),
      asking: signInWeb(config, this.#signal, () => Date.now() + this.ahead),
      signal: this.#signal,
      onChange: async () => undefined,
    });
  }
}
