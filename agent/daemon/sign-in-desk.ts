import { signInFolder, type Config } from "../platform/config.ts";
import { secretService } from "../sign-in/keystore.ts";
import { SignIn } from "../sign-in/sign-in.ts";
import { SessionStore } from "../sign-in/store.ts";
import { signInWeb } from "./sign-in-web.ts";

/** What the sign-in of an endpoint is made of. */
export interface SignInDeskParts {
  /** The configuration that the agent began with: where its state lies. */
  readonly first: Config;
  /** The one that is in force. */
  readonly config: () => Config;
  /** The time that proofs are judged by, milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onChange: () => Promise<void>;
}

/** The sign-in of an endpoint, kept in the system's keystore where this system has one that we know. */
export function signInDesk({ first, config, now, signal, onChange }: SignInDeskParts): SignIn {
  const keystore = process.platform === "linux" ? secretService(process.env) : null;
  return new SignIn({
    store: new SessionStore(signInFolder(first), keystore),
    asking: signInWeb(config, signal, now),
    signal,
    onChange,
  });
}
