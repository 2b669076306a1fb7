import type { PackHead } from "../manifest.ts";
import type { PolicyTexts } from "../policies.ts";
import type { Story } from "../story/story.ts";
import { enforcementSection, lifeSection } from "./enforcement.ts";
import { gapsSection, integritySection, unknownSection, type Integrity } from "./integrity.ts";
import { accessSection, answersSection, denialsSection } from "./people-and-models.ts";
import { policySection } from "./rules.ts";
import { sealedSection } from "./sealed.ts";
import { SUMMARY_STYLE } from "./style.ts";
import { escaped, grouped, lasted, moment } from "./words.ts";

/** What a summary is made of. */
export interface SummaryParts {
  readonly head: PackHead;
  readonly story: Story;
  readonly integrity: Integrity;
  readonly texts: PolicyTexts;
}

/** The summary as one page without script: for somebody who has never seen a policy, on a screen and on paper. */
export function summaryPage({ head, story, integrity, texts }: SummaryParts): string {
  const title = `Use of AI models, ${spanWords(head)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${SUMMARY_STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="about">What one endpoint’s journal recorded, told from the events in this pack and from nothing else. Made ${moment(head.time)}. All times are UTC.${choiceWords(head)}</p>
${numbers(story)}
${accessSection(story.calls)}
${denialsSection(story.calls)}
${answersSection(story.calls)}
${enforcementSection(story)}
${policySection(story, texts)}
${lifeSection(story)}
${sealedSection(story.sealed)}
${gapsSection(story)}
${integritySection(story, integrity, head)}
${unknownSection(story, integrity, head)}
</main>
</body>
</html>
`;
}

function numbers({ calls, enforcement, gaps }: Story): string {
  const decided = calls.decided.all();
  const of = (pick: (one: (typeof decided)[number]) => string | null): string =>
    grouped(new Set(decided.map(pick).filter((one) => one !== null)).size);
  const { median, p95 } = enforcement.whole();
  const facts = [
    ["Calls permitted", grouped(calls.permits)],
    ["Calls denied", grouped(calls.denials)],
    ["People", of(({ person }) => person)],
    ["Models", of(({ model }) => model)],
    ["Until enforced, median", lasted(median)],
    ["Until enforced, 95 of 100", lasted(p95)],
    ["Gaps", grouped(gaps.length)],
  ];
  return `<dl class="numbers">
${facts.map(([what = "", value = ""]) => `<div><dt>${escaped(what)}</dt><dd>${escaped(value)}</dd></div>`).join("\n")}
</dl>`;
}

/** The time that a pack is about. */
function spanWords({ from, to }: Pick<PackHead, "from" | "to">): string {
  if (from === null && to === null) return "from the journal’s beginning to its end";
  if (from === null) return `until ${moment(to ?? 0)}`;
  return to === null ? `since ${moment(from)}` : `${moment(from)} to ${moment(to)}`;
}

function choiceWords({ models, people, redact }: PackHead): string {
  const words = [
    models.length > 0 && `Of events about a model, only those about ${models.join(", ")}.`,
    people.length > 0 && `Of events about a person, only those about ${people.join(", ")}.`,
    redact.length > 0 && `Withheld: ${redact.join(", ")}.`,
  ].filter((one) => one !== false);
  return words.map((one) => ` ${escaped(one)}`).join("");
}
