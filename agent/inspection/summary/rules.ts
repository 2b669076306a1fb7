import { createHash } from "node:crypto";
import { ruleIn } from "../../policy-tools/rule-text.ts";
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
        .map((rule) => ruleText(rule, texts))
        .join("\n")
}
${rules.length > SHOWN ? `<p class="none">And ${rules.length - SHOWN} more: the texts are below policy/.</p>` : ""}
</section>`;
}

/** Each wording of a rule once; it may have changed with the policy. */
function ruleText(rule: string, texts: PolicyTexts): string {
  const found = new Map<string, string>();
  for (const files of texts.values()) {
    const one = ruleIn(files, rule);
    if (one !== null && !found.has(one.text)) found.set(one.text, `${one.file}:${one.line}`);
  }
  const wordings = Array.from(
    found,
    ([text, place]) => `<p class="place">${outside(place)}</p>\n<pre>${escapedLines(text)}</pre>`,
  );
  return `<h3 id="${ruleAnchor(rule)}">${outside(rule)}</h3>
${wordings.length === 0 ? `<p class="none">${escaped("Its text is not in this pack.")}</p>` : wordings.join("\n")}`;
}
