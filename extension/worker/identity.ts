import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { type Identity, SignInAsk, SignOutAsk } from "../../shared/wire/identity.ts";
import type { FromExtension } from "../../shared/wire/native.ts";
import type { Posture } from "./posture.ts";

const IdentityAsk = z.discriminatedUnion("type", [SignInAsk, SignOutAsk]);

/** Hears from our own screens that the person wants to sign in or out, and asks the agent. Pages are not listened to. */
export function hearIdentity(agent: { readonly send: (message: FromExtension) => void }): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = IdentityAsk.safeParse(message);
    if (parsed.success && isOwnScreen(sender)) agent.send(parsed.data);
    return undefined;
  });
}

/** A content script has the address of the page that it stands in, whatever that page writes there. */
function isOwnScreen({ id, url }: Runtime.MessageSender): boolean {
  return id === browser.runtime.id && url?.startsWith(browser.runtime.getURL("")) === true;
}

/** Opens what the agent wants shown, where the person is looking. */
export async function openForPerson(url: string): Promise<void> {
  await browser.tabs.create({ url });
}

/** Who uses this endpoint, for screens: while the agent is away nobody can sign in or out. */
export function shownIdentity(posture: Posture): { readonly identity?: Identity } {
  const { identity, agentAway } = posture;
  if (identity === null) return {};
  return { identity: agentAway ? { ...identity, can: { sign_in: false, sign_out: false } } : identity };
}
