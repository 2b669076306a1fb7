import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { ChangeLine } from "./change-lines.ts";
import { namesInShort } from "./names.ts";
import { Section } from "./section.tsx";

/** Lines that are shown before the person asks for all. */
const FIRST = 12;

/** What the person may do otherwise than yesterday, and by which rule. */
export function Changed({
  lines,
  now,
}: {
  readonly lines: readonly ChangeLine[];
  readonly now: number;
}): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, FIRST);
  return (
    <Section id="changed" title={words("changedTitle")}>
      {lines.length === 0 && <p class="quiet">{words("nothingChanged")}</p>}
      <ol class="since" aria-live="polite">
        {shown.map((line) => (
          <li key={`${line.at} ${line.names[0]}`}>
            <time dateTime={new Date(line.at).toISOString()}>{moment(line.at, now)}</time>
            <span>
              {lineWords(line)}{" "}
              {line.rules.length > 0 && (
                <span class="caption">
                  {words("rule")} <span class="mono">{line.rules.join(", ")}</span>
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < lines.length && (
        <button type="button" class="button" data-size="dense" onClick={() => setWhole(true)}>
          {words("showAllChanges", lines.length)}
        </button>
      )}
    </Section>
  );
}

function lineWords({ names, from, to }: ChangeLine): string {
  const models = namesInShort(names);
  if (to === null) return words("changeGone", models);
  return from === null ? words("changeNew", models, to) : words("changeWent", models, from, to);
}
