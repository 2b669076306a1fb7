import type { JSX } from "preact";
import { words, type WordKey } from "../design/words.ts";
import type { ExtensionHealth } from "../../shared/wire/screen.ts";

/** Instead of models where there is no clearance: why, and the one thing to do. */
export function Empty({ health }: { readonly health: ExtensionHealth }): JSX.Element {
  const [title, text] = emptyWords(health);
  return (
    <div class="empty">
      <h2>{words(title)}</h2>
      <p class="quiet">{words(text)}</p>
    </div>
  );
}

function emptyWords({
  protection,
  policyProblem,
}: ExtensionHealth): readonly [title: WordKey, text: WordKey] {
  if (protection === "starting") return ["emptyStarting", "emptyStartingText"];
  if (protection === "agent_away") return ["emptyAway", "emptyAwayText"];
  if (policyProblem !== null) return ["emptyPolicy", "emptyPolicyText"];
  return ["emptyNobody", "emptyNobodyText"];
}
