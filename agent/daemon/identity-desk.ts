import type { DeviceCode, SignInEnded } from "../../shared/wire/local-api.ts";
import type { OpenPage } from "../../shared/wire/identity.ts";
import { frameOfMessage } from "../local-api/message.ts";
import { SignInError } from "../sign-in/fault.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { Peer } from "./peer.ts";

/** What a person asks for about their identity. */
export type IdentityAsk = "sign_in" | "sign_in_by_code" | "sign_out";

/** What signing in and out is done by. */
export interface IdentityParts {
  readonly signIn: SignIn;
  readonly identity: () => Identity;
}

/**
 * Does what a person asks for, and tells whoever asked: what to open or to type, and, on the command line, how it ended.
 * Extensions hear that by the state.
 */
export async function attend(
  ask: IdentityAsk,
  peer: Peer,
  { signIn, identity }: IdentityParts,
): Promise<void> {
  const show = (shown: OpenPage | DeviceCode): void => peer.send([frameOfMessage(shown)]);
  const problem = await DESKS[ask](signIn, show);
  if (peer.extension === null)
    peer.send([frameOfMessage({ type: "ended", problem, identity: identity() } satisfies SignInEnded)]);
}

type Desk = (signIn: SignIn, show: (shown: OpenPage | DeviceCode) => void) => Promise<string | null>;

/** What each ask does; gives what went wrong, in a sentence. */
const DESKS: Readonly<Record<IdentityAsk, Desk>> = {
  sign_in: async (signIn, show) =>
    await orWhy(async () => {
      const { shown, done } = await signIn.begin();
      show({ type: "open", url: shown });
      await done;
    }),
  sign_in_by_code: async (signIn, show) =>
    await orWhy(async () => {
      const { shown, done } = await signIn.beginByCode();
      show(shown);
      await done;
    }),
  sign_out: async (signIn, show) => {
    const { url, problem } = await signIn.signOut();
    if (url !== null) show({ type: "open", url });
    return problem;
  },
};

async function orWhy(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof SignInError) return error.message;
    throw error;
  }
}
