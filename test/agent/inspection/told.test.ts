import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { keepTexts, textsOf } from "../../../agent/distribution/policy-history.ts";
import { TOLD_FORM } from "../../../agent/inspection/manifest.ts";
import { Story } from "../../../agent/inspection/story/story.ts";
import { toldFiles } from "../../../agent/inspection/telling.ts";
import { verifyPack } from "../../../agent/inspection/verify-pack.ts";
import { canonical } from "../../../agent/journal/canonical.ts";
import { eventLine } from "../../../agent/journal/export-form.ts";
import { faultsIn, optionsWith } from "../journal/written.ts";
import { decisionEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIGEST, filesOf, journalOf, MONTH, monthOfEvents, packOf, START, TEXTS, zipped } from "./made.ts";

let whole: ReturnType<typeof journalOf>;
beforeEach(() => {
  whole = journalOf(monthOfEvents());
});

describe("a field that is withheld", () => {
  test("is nowhere in the pack, nor what would let it be guessed, and the proofs hold", async () => {
    const file = await packOf(whole, { choice: { ...MONTH, redact: ["person"] } });
    const report = await verifyPack(file, optionsWith([], whole.key));
    expect(report.findings).toEqual([]);
    expect(report.notes).toContain(
      "What 305 events say is the word of whoever made the pack: fields are withheld.",
    );
    const all = [...filesOf(file).values()].join("\n");
    for (const secret of [
      "ada@example.com",
      "bond@example.com",
      "call-0000",
      "enforced-000",
      "5a1c0000",
      "asking-0",
    ])
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
    expect(all).toContain('"person":"[withheld]"');
    expect(all).toContain('"kind":"gap"');
  });

  test("that somebody fills in is not what the signature is for", async () => {
    const files = filesOf(await packOf(whole, { choice: { ...MONTH, redact: ["person"] } }));
    files.set(
      "events.jsonl",
      (files.get("events.jsonl") ?? "").replace(
        /("kind":"decision".*?"person":")\[withheld\]/,
        "$1eve@example.com",
      ),
    );
    const report = await verifyPack(zipped(files), optionsWith([], whole.key));
    expect(faultsIn(report)).toEqual(["edited_file", "untrue"]);
  });
});

describe("the summary", () => {
  test("says who, under what, what not and why, and how long directives took", async () => {
    const page = filesOf(await packOf(whole)).get("summary.html") ?? "";
    const text = page.replaceAll(/<style>.*?<\/style>/gs, "").replaceAll(/<[^>]+>/g, "");
    for (const words of [
      "Use of AI models, 28 May 2026, 20:26:40 to 27 June 2026, 20:26:40",
      "ada@example.com was denied chat with anthropic/mythos-5 at anthropic-api 10 times",
      "“A license is required.” (rule informed)",
      "- {id: informed, forbid: all",
      "Over all of them: median 2.0 s, 95 of 100 within 4.0 s",
      "Directives, version 8",
      "The agent was away",
      "What 3 events in the gaps said.",
    ])
      expect(text).toContain(words);
    expect(page).not.toMatch(/<script|src=|href="(?!#)|url\(/);
  });

  test("takes nothing that people or pages wrote for markup", async () => {
    const hostile = `<img src=x onerror=alert(1)>\u202e"'&`;
    const events = [
      decisionEvent("hostile-0001", {
        time: START,
        because: hostile,
        person: hostile,
        service: hostile,
        rules: [hostile],
        model: null,
        modelAsSent: hostile,
      }),
    ];
    const file = await packOf(journalOf(events));
    const page = filesOf(file).get("summary.html") ?? "";
    expect((await verifyPack(file, optionsWith())).findings).toEqual([]);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u202e");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;\\u{202e}");
  });
});

function numbered(n: number) {
  return [{ file: "main.yaml", text: `# ${n}\n` }];
}

test("what a pack says in words has the bytes of its form: whoever changes them raises TOLD_FORM, and both here", () => {
  const story = new Story(START);
  for (const [index, event] of monthOfEvents().entries())
    story.take(eventLine(index + 1, Buffer.alloc(32), canonical(event)));
  const counts = { events: 308, bodies: 308, pruned: 0, checkpoints: 4, signed: 308 };
  const told = toldFiles({
    head: { ...MONTH, origin: "lanyard/0123456789abcdef0123456789abcdef", time: START },
    story,
    integrity: { ...counts, origin: null, root: null, keyGiven: false, findings: [], notes: [] },
    texts: new Map([[DIGEST, TEXTS]]),
    keys: [],
    signed: true,
  });
  const digest = createHash("sha256")
    .update(JSON.stringify([...told]))
    .digest("hex");
  expect([TOLD_FORM, digest.slice(0, 16)]).toEqual([2, "380dd52f68ac680a"]);
});

describe("the policy's history", () => {
  test("keeps texts by their digest, and forgets the oldest beyond its limit", () => {
    const folder = join(temporaryFolder(), "history");
    expect(keepTexts(folder, TEXTS)).toBeNull();
    expect(textsOf(folder, DIGEST)).toEqual(TEXTS);
    for (let n = 0; n < 4; n += 1)
      expect(keepTexts(folder, numbered(n), { bytes: 1_000_000, states: 2 })).toBeNull();
    expect(textsOf(folder, DIGEST)).toBeNull();
  });

  test("gives nothing that is not what its digest says", () => {
    const folder = join(temporaryFolder(), "history");
    keepTexts(folder, TEXTS);
    writeFileSync(join(folder, `${DIGEST}.json.zst`), "not zstd");
    expect(textsOf(folder, DIGEST)).toBeNull();
  });
});
