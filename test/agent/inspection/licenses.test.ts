import { expect, test } from "vitest";
import { verifyPack } from "../../../agent/inspection/verify-pack.ts";
import { optionsWith } from "../journal/written.ts";
import { decisionEvent } from "../sample-events.ts";
import { filesOf, journalOf, MONTH, packOf, START } from "./made.ts";

const LICENSE = {
  id: "partners",
  number: "D1234567",
  authority: "BIS",
  holder: "bond@example.com",
  kind: "license",
} as const;

const permitted = Array.from({ length: 3 }, (_, index) =>
  decisionEvent(`licensed-00${index}`, {
    time: START + index * 60_000,
    effect: "permit",
    person: "bond@example.com",
    licenses: [LICENSE],
  }),
);
const denied = decisionEvent("denied-00001", { time: START, wanted: [{ kind: "license", id: null }] });

test("a summary says what was used under which license, and what was denied for want of one", async () => {
  const journal = journalOf([...permitted, denied]);
  const file = await packOf(journal);
  const page = filesOf(file).get("summary.html") ?? "";
  const rows = page.match(/<tr>.*?<\/tr>/gs)?.map((row) => row.replaceAll(/<[^>]+>/g, "|")) ?? [];
  const row = (of: string): string => rows.find((one) => one.includes(of))?.replaceAll(/\|+/g, "|") ?? "";
  expect(row("D1234567")).toContain(
    "|License |partners|D1234567|BIS|bond@example.com|bond@example.com|anthropic/mythos-5|3|",
  );
  expect(row("Any license")).toContain("|Any license|ada@example.com|anthropic/mythos-5|1|");
  expect((await verifyPack(file, optionsWith([], journal.key))).findings).toEqual([]);
});

test("whoever withholds people withholds by what they hold a license", async () => {
  const journal = journalOf([...permitted, denied]);
  const file = await packOf(journal, { choice: { ...MONTH, redact: ["person"] } });
  const all = [...filesOf(file).values()].join("\n");
  expect(all).not.toContain("bond@example.com");
  expect(all).toContain("D1234567");
  expect((await verifyPack(file, optionsWith([], journal.key))).findings).toEqual([]);
});
