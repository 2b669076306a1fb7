import { createHash } from "node:crypto";
import { rulesIn } from "../../policy-tools/rule-text.ts";
import type { PolicyTexts } from "../policies.ts";
import type { Story } from "../story/story.ts";
import { table } from "./table.ts";
import { escaped, escapedLines, moment, outside } from "./words.ts";

/** Rules whose texts are shown. */
const SHOWN = 300;

/** Where a rule's text stands in the page: ids may hold anything. */
export function ruleAnchor(rule: string): string {
  return `rule-${createHash("sha256").update(rule).digest("hex").slice(0, 16)}`;
}

/** The policies that were in force, and the rules that decided, as they were written. */
export function policySection({ states, calls }: Story, texts: PolicyTexts): string {
  const rows = states.map(({ revision, digest, time, sequence }) => [
    outside(revision),
    moment(time),
    String(sequence),
    digest === null
      ? "The record is from before digests were written down"
      : `<code>${digest}</code>${texts.has(digest) ? "" : " The agent no longer has its texts."}`,
  ]);
  const rules = [...new Set(calls.decided.all().flatMap((one) => one.rules))];
  const wordings = wordingsOf(new Set(rules), texts);
  return `<section>
<h2>The policy that was in force</h2>
<p>Directives are part of the policy, as files of the folder <code>directives</code>. The texts are in this pack below <code>policy/</code>, by their SHA-256, which the journal recorded when each came into force.</p>
${table("Policies, by when they came into force", ["Revision", "In force from (UTC)", "Event", "SHA-256 of its texts"], rows, "No event in this pack says which policy was in force.")}
<h2>The rules that decided, as they were written</h2>
${
  rules.length === 0
    ? '<p class="none">No rule decided anything in this time.</p>'
    : rules
        .slice(0, SHOWN)
        .map((rule) => ruleText(rule, wordings))
        .join("\n")
}
${rules.length > SHOWN ? `<p class="none">And ${rules.length - SHOWN} more: the texts are below policy/.</p>` : ""}
</section>`;
}

/** A rule's wordings, each with the place where it was found first; it may have changed with the policy. */
type Wordings = ReadonlyMap<string, ReadonlyMap<string, string>>;

function wordingsOf(rules: ReadonlySet<string>, texts: PolicyTexts): Wordings {
  const wordings = new Map<string, Map<string, string>>();
  // States of a policy have most of their files in common.
  const read = new Set<string>();
  for (const file of [...texts.values()].flat()) {
    if (read.has(file.text)) continue;
    read.add(file.text);
    for (const [id, { line, text }] of rulesIn(file)) {
      const known = wordings.get(id) ?? new Map<string, string>();
      if (rules.has(id)) wordings.set(id, known);
      if (!known.has(text)) known.set(text, `${file.file}:${line}`);
    }
  }
  return wordings;
}

function ruleText(rule: string, wordings: Wordings): string {
  const found = Array.from(
    wordings.get(rule) ?? [],
    ([text, place]) => `<p class="place">${outside(place)}</p>\n<pre>${escapedLines(text)}</pre>`,
  );
  return `<h3 id="${ruleAnchor(rule)}">${outside(rule)}</h3>
${found.length === 0 ? `<p class="none">${escaped("Its text is not in this pack.")}</p>` : found.join("\n")}`;
}
