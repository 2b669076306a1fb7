import type { SealedStory } from "../story/sealed.ts";
import { table } from "./table.ts";
import { counted, escaped, grouped, moment, outside } from "./words.ts";

/** What was kept of what people wrote, who read it, and what was erased. */
export function sealedSection(sealed: SealedStory): string {
  const opened = sealed.opened.map(({ sequence, of, by, whole, time }) => [
    String(sequence),
    `<code>${escaped(of)}</code>`,
    by.map(outside).join(" and "),
    whole ? "Read" : "Opened by half",
    moment(time),
  ]);
  const erased = sealed.erased.map(({ sequence, count, first, last, why, by, time }) => [
    String(sequence),
    grouped(count),
    `${first} to ${last}`,
    by === undefined ? escaped(ERASED[why]) : `${escaped(ERASED[why])}, by ${outside(by)}`,
    moment(time),
  ]);
  return `<section>
<h2>Text that was kept for reviewers</h2>
<p>${keptWords(sealed)}</p>
${table("Openings", ["Event", "Of the event", "By", "What", "When (UTC)"], opened, "None of it was opened on this endpoint in this time.")}
${table("Erasures", ["Event", "How many", "Between events", "Why", "When (UTC)"], erased, "None of it was erased in this time.")}
</section>`;
}

const ERASED = { age: "As old as text is kept", asked: "By hand" } as const;

function keptWords({ kept, bytes, reviewers }: SealedStory): string {
  if (kept === 0) return "No text of any call was kept.";
  return `Of ${counted(kept, "call")} the text was kept, ${grouped(bytes)} bytes, encrypted to ${reviewers.map(outside).join(", ")}. It is here encrypted alone: its keys stay in the journal, so nobody reads it out of this pack.`;
}
