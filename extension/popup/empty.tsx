import type { JSX } from "preact";
import { words, type WordKey } from "../design/words.ts";
import type { Protection } from "../../shared/wire/screen.ts";

interface EmptyWords {
  readonly title: WordKey;
  readonly text: WordKey;
}

const NOBODY: EmptyWords = { title: "emptyNobody", text: "emptyNobodyText" };
const WORDS: Readonly<Record<Protection, EmptyWords>> = {
  starting: { title: "emptyStarting", text: "emptyStartingText" },
  agent_away: { title: "emptyAway", text: "emptyAwayText" },
  no_clearance: NOBODY,
  degraded: NOBODY,
  protected: NOBODY,
};

/** Instead of models where there is no clearance: why, and the one thing to do. */
export function Empty({ protection }: { readonly protection: Protection }): JSX.Element {
  const { title, text } = WORDS[protection];
  return (
    <div class="empty">
      <h2>{words(title)}</h2>
      <p class="quiet">{words(text)}</p>
    </div>
  );
}
