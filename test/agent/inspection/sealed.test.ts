import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyPack } from "../../../agent/inspection/verify-pack.ts";
import { faultsIn, openAt, optionsWith, testKey } from "../journal/written.ts";
import { reviewersOf, sealedDecision } from "../review/reviewers.ts";
import { decisionEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { filesOf, MONTH, packOf, START, zipped } from "./made.ts";

const { named } = await reviewersOf(2, 2);

/** A journal in which text was sealed, opened, and erased. */
async function sealedJournal() {
  const journal = join(temporaryFolder(), "journal.db");
  const key = testKey();
  const open = openAt(journal, key);
  const sealed = await Promise.all(
    ["first", "second"].map((text) =>
      sealedDecision(`sealed-${text}`, `Marker ${text}`, named, { time: START }),
    ),
  );
  open.append(
    sealed.map(({ event }) => event),
    new Map(sealed.map(({ event, wrapped }) => [event.id, wrapped])),
  );
  const of = "sealed-first";
  open.append([
    { id: "unsealed-001", time: START + 1, kind: "unsealed", sequence: 1, of, by: ["r0"], whole: false },
  ]);
  expect(open.erase({ sequences: [2] }, "root")).toBe(1);
  open.append([decisionEvent("after-000001", { time: START + 3 })]);
  open.sign();
  open.close();
  return { journal, key, wrapped: sealed[0]?.wrapped ?? [] };
}

test("a pack has sealed text encrypted and without its keys, says so, and verifies", async () => {
  const { journal, key, wrapped } = await sealedJournal();
  const file = await packOf({ journal, key });
  const { findings } = await verifyPack(file, optionsWith([], key));
  expect(findings).toEqual([]);
  const files = filesOf(file);
  const all = [...files.values()].join("\n");
  expect(wrapped).not.toEqual([]);
  for (const { jwe } of wrapped) expect(all).not.toContain(jwe);
  expect(all).not.toContain("Marker");
  const page = (files.get("summary.html") ?? "").replaceAll(/<[^>]+>/g, "");
  for (const words of [
    "Of 2 calls the text was kept, 25 bytes, encrypted to r0, r1.",
    "Opened by half",
    "By hand, by root",
    "prompts of 2 calls alone, which are not readable here",
  ])
    expect(page).toContain(words);
  expect(JSON.parse(files.get("gaps.json") ?? "")).toMatchObject({
    erased: [{ why: "asked", count: 1, first: 2, last: 2 }],
  });
});

test("who read, erased, or could read it is a person, and is withheld as such", async () => {
  const { journal, key } = await sealedJournal();
  const file = await packOf({ journal, key }, { choice: { ...MONTH, redact: ["person"] } });
  expect((await verifyPack(file, optionsWith([], key))).findings).toEqual([]);
  const files = filesOf(file);
  expect(files.get("events.jsonl")).toContain('"by":["[withheld]"]');
  expect(files.get("events.jsonl")).toContain('"reviewers":["[withheld]"]');
  for (const text of files.values()) expect(text).not.toMatch(/"r0"|>r0<|erika/);
  expect(files.get("summary.html")).toContain("Of 2 calls the text was kept");
});

test("a pack in which somebody changes the ciphertext, or hides an opening, does not verify", async () => {
  const { journal, key } = await sealedJournal();
  const files = filesOf(await packOf({ journal, key }));
  const events = files.get("events.jsonl") ?? "";
  const other = new Map([...files, ["events.jsonl", events.replace('"bytes":12', '"bytes":13')]]);
  expect(faultsIn(await verifyPack(zipped(other), optionsWith([], key)))).toContain("edited_file");
  const page = (files.get("summary.html") ?? "").replace("Opened by half", "Not opened");
  const hidden = new Map([...files, ["summary.html", page]]);
  expect(faultsIn(await verifyPack(zipped(hidden), optionsWith([], key)))).toEqual(["edited_file", "untrue"]);
});
