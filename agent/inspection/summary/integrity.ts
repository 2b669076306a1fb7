import type { VerifyReport } from "../../journal/verify/report.ts";
import type { PackHead } from "../manifest.ts";
import type { Story } from "../story/story.ts";
import { SHOWN, table } from "./table.ts";
import { counted, escaped, grouped, moment, outside } from "./words.ts";

/** What an export was found to be, by the keys that it names itself. */
export type Integrity = Omit<VerifyReport, "file" | "what">;

/** What was not recorded, and what was taken out. */
export function gapsSection({ gaps, pruned }: Story): string {
  const missed = gaps.map((gap) => [
    String(gap.sequence),
    escaped(GAPS[gap.what]),
    grouped(gap.count),
    outside(gap.host ?? ""),
    `${moment(gap.from)} to ${moment(gap.until)}`,
  ]);
  const taken = pruned.map((one) => [
    String(one.sequence),
    grouped(one.count),
    `${one.first} to ${one.last}`,
    escaped(PRUNED[one.why]),
    moment(one.time),
  ]);
  return `<section>
<h2>Gaps</h2>
<p>What could not be recorded one by one is admitted and counted.</p>
${table("Gaps", ["Event", "What", "How many", "Where to", "When (UTC)"], missed, "No gap was recorded in this time.")}
<h2>What was taken out of the journal</h2>
<p>The journal may let go of what old events say. Their hashes stay, and a record says which were taken.</p>
${table("Records of what was taken out", ["Event", "How many", "Between events", "Why", "When (UTC)"], taken, "Nothing was taken out in this time.")}
</section>`;
}

const GAPS = {
  outbox_full: "The browser had more than it could keep",
  agent_away: "The agent was away",
  event_refused: "The agent would not take what came",
  unseen_socket: "Connections that no page opened, stopped",
  not_forwarded: "Left the journal before a receiver had it",
} as const;

const PRUNED = {
  age: "As old as the journal keeps events",
  permits: "Permitted, and as old as that is kept",
  size: "The journal is as large as it may be",
} as const;

/** What proves the events, and what was found when they were gone through. */
export function integritySection(story: Story, integrity: Integrity, head: PackHead): string {
  const { events, root, checkpoints, signed, findings } = integrity;
  const rows: readonly (readonly [string, string])[] = [
    ["Journal", `<code>${escaped(head.origin)}</code>`],
    ["Events in the journal", grouped(events)],
    ["Told in full here, each proven by its hash", grouped(story.full)],
    ["With something withheld, not proven in what they say", grouped(story.redacted)],
    [
      "Left out or taken out, of which only the hashes are here",
      grouped(Math.max(0, events - story.full - story.redacted)),
    ],
    ["Root of the tree over all events", `<code>${escaped(root ?? "not known")}</code>`],
    ["Signed checkpoints that the tree was held against", grouped(checkpoints)],
    ["Events under the newest of them", grouped(signed)],
  ];
  const verdict =
    findings.length === 0
      ? '<p class="well">When this page was made, every event that is told in full gave its hash, and the hashes gave the root of every signed checkpoint that they could be held against.</p>'
      : `<p class="wrong">${counted(findings.length, "thing is", "things are")} wrong with the record:</p>\n<ul>\n${findings
          .slice(0, SHOWN)
          .map(({ sentence }) => `<li>${outside(sentence)}</li>`)
          .join("\n")}\n</ul>`;
  return `<section>
<h2>Whether the record is whole</h2>
${verdict}
<p>This sentence is worth nothing by itself: <code>VERIFY.md</code> says how to come to it without us.</p>
${table(
  "What is proven",
  ["What", "How it is"],
  rows.map(([what, value]) => [escaped(what), value]),
  "",
)}
</section>`;
}

/** What nobody can read out of this pack. */
export function unknownSection(story: Story, integrity: Integrity, head: PackHead): string {
  const { calls, discovered, sealed, unknown } = story;
  const services = discovered.all().length;
  const unsigned = integrity.events - integrity.signed;
  const sentences = [
    "What was used outside of the browsers and programs that this endpoint’s agent sees, and on other endpoints.",
    sealed.kept === 0
      ? "What was written: the journal holds no prompt and no reply."
      : `What was written: the journal holds no reply, and prompts of ${counted(sealed.kept, "call")} alone, which are not readable here.`,
    "Whether the clock of this endpoint was right. Times are its own; the order of the events is proven, the times are not.",
    "Which of the permitted models are controlled by law: the policy’s texts say what the company held them for.",
    calls.withoutModel > 0 &&
      `Which model ${counted(calls.withoutModel, "call")} would have reached: that could not be told.`,
    calls.withoutPerson > 0 && `Who made ${counted(calls.withoutPerson, "call")}.`,
    services > 0 && `What went to ${counted(services, "place")} where AI is met that Lanyard cannot read.`,
    story.gaps.length > 0 &&
      `What ${counted(
        story.gaps.reduce((sum, { count }) => sum + count, 0),
        "event",
      )} in the gaps said.`,
    integrity.pruned > 0 &&
      `What ${counted(integrity.pruned, "event")} said that were taken out of the journal.`,
    story.redacted > 0 &&
      `What is withheld of ${counted(story.redacted, "event")} (${head.redact.join(", ")}), and whether the rest of them is as it was recorded.`,
    (head.models.length > 0 || head.people.length > 0) &&
      `What the events say that are about other ${[head.models.length > 0 && "models", head.people.length > 0 && "people"].filter(Boolean).join(" and ")} than were asked for.`,
    unsigned > 0 &&
      `Whether the last ${counted(unsigned, "event")} of the journal are as they were recorded: no checkpoint holds them yet.`,
    unknown > 0 && `What ${counted(unknown, "event")} mean that this version does not know.`,
  ].filter((sentence) => sentence !== false);
  return `<section>
<h2>What this does not know</h2>
<ul>
${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join("\n")}
</ul>
</section>`;
}
