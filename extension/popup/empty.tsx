import type { JSX } from "preact";
import { words, type WordKey } from "../design/words.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { ExtensionHealth } from "../../shared/wire/screen.ts";
import { SignInButton } from "./sign-in.tsx";

interface EmptyProps {
  readonly health: ExtensionHealth;
  readonly identity: Identity | undefined;
}

/** Instead of models where there is no clearance: why, and the one thing to do. */
export function Empty({ health, identity }: EmptyProps): JSX.Element {
  const isForPerson = identity?.can.sign_in === true && identity.person === null;
  const [title, text] = emptyWords(health, isForPerson);
  return (
    <div class="empty">
      <h2>{words(title)}</h2>
      {isForPerson && identity.problem !== null && <p>{identity.problem}</p>}
      <p class="quiet">{words(text)}</p>
      {isForPerson && <SignInButton />}
    </div>
  );
}

function emptyWords(
  { protection, policyProblem }: ExtensionHealth,
  isForPerson: boolean,
): readonly [title: WordKey, text: WordKey] {
  if (isForPerson) return ["emptySignIn", "emptySignInText"];
  if (protection === "starting") return ["emptyStarting", "emptyStartingText"];
  if (protection === "agent_away") return ["emptyAway", "emptyAwayText"];
  if (policyProblem !== null) return ["emptyPolicy", "emptyPolicyText"];
  return ["emptyNobody", "emptyNobodyText"];
}
