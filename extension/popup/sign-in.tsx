import type { JSX } from "preact";
import { Icon } from "../design/icon.tsx";
import { moment } from "../design/times.ts";
import { webExtension } from "../design/web-extension.ts";
import { words } from "../design/words.ts";
import type { Identity } from "../../shared/wire/identity.ts";

/** Asks the worker to have the person signed in, or out: the provider's page opens in a tab. */
function ask(type: "sign_in" | "sign_out"): void {
  void webExtension().runtime.sendMessage({ type });
}

/** The button that signs the person in. */
export function SignInButton(): JSX.Element {
  return (
    <button class="button" data-kind="primary" type="button" onClick={() => ask("sign_in")}>
      {words("signIn")}
    </button>
  );
}

/** Where the person is known and has not signed in: what that would add. */
export function SignInBox({ problem }: { readonly problem: string | null }): JSX.Element {
  return (
    <section class="sign-in">
      <p>
        <b>{words("notSignedIn")}</b>
      </p>
      <p class="quiet">{problem ?? words("notSignedInMeans")}</p>
      <SignInButton />
    </section>
  );
}

/** How the person is known, in the badge, with the way out where they signed in. */
export function KnownBy({
  identity,
  now,
}: {
  readonly identity: Identity | undefined;
  readonly now: number;
}): JSX.Element {
  const until = identity?.how === "sign_in" ? identity.until : null;
  return (
    <p class="proof" data-proven="yes">
      <Icon name="proven" />
      <span>{until === null ? words("knownToCompany") : words("signedInUntil", moment(until, now))}</span>
      {identity?.can.sign_out === true && (
        <button class="button sign-out" data-kind="plain" type="button" onClick={() => ask("sign_out")}>
          {words("signOut")}
        </button>
      )}
    </p>
  );
}
