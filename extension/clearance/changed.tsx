import type { JSX } from "preact";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { ChangeLine } from "./change-lines.ts";
import { Folded } from "./folded.tsx";
import { namesInShort } from "./names.ts";
import { Section } from "./section.tsx";

/** Lines that stand open. */
const FIRST = 6;

interface ChangedProps {
  readonly lines: readonly ChangeLine[];
  readonly now: number;
}

/** What the person may do otherwise than yesterday, and by which rule. */
export function Changed({ lines, now }: ChangedProps): JSX.Element {
  return (
    <Section id="changed" title={words("changedTitle")}>
      <div aria-live="polite">
        {lines.length === 0 ? (
          <p class="quiet">{words("nothingChanged")}</p>
        ) : (
          <Folded items={lines} first={FIRST} list={(some) => <Lines lines={some} now={now} />} />
        )}
      </div>
    </Section>
  );
}

function Lines({ lines, now }: ChangedProps): JSX.Element {
  return (
    <ol class="since">
      {lines.map((line) => (
        <li key={`${line.at} ${line.names[0]}`}>
          <time dateTime={new Date(line.at).toISOString()}>{moment(line.at, now)}</time>
          <span>
            {lineWords(line)}
            {line.rules.length > 0 && (
              <span class="caption">
                {words("rule")} <span class="mono">{line.rules.join(", ")}</span>
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function lineWords({ names, from, to }: ChangeLine): string {
  const models = namesInShort(names);
  if (to === null) return words("changeGone", models);
  return from === null ? words("changeNew", models, to) : words("changeWent", models, from, to);
}
