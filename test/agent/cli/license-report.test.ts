import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../agent/journal/journal.ts";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { makeSite, run, type Site } from "../running.ts";
import { askingEvent, decisionEvent } from "../sample-events.ts";

const DAY = 86_400_000;
const BEGIN = Date.parse("2026-06-26T12:00:00Z");
const BIS = {
  id: "partners",
  number: "D1234567",
  authority: "BIS",
  holder: "Example Corp",
  kind: "license",
} as const;
const GRANT = { id: "pilot", number: null, authority: null, holder: "engineering", kind: "grant" } as const;

function permit(id: string, fields: Partial<DecisionEvent> = {}): DecisionEvent {
  return decisionEvent(id, { effect: "permit", time: BEGIN, licenses: [BIS], ...fields });
}

const EVENTS = [
  permit("event-00001"),
  permit("event-00002", { time: BEGIN + DAY }),
  permit("event-00003", { time: BEGIN + 2 * DAY, person: "ben@example.com", model: "anthropic/fable-5" }),
  permit("event-00004", { licenses: [BIS, GRANT] }),
  permit("event-00005", { licenses: [] }),
  decisionEvent("event-00006", { time: BEGIN, wanted: [{ kind: "license", id: null }] }),
  decisionEvent("event-00007", { time: BEGIN + DAY, wanted: [{ kind: "license", id: "partners" }] }),
  askingEvent("event-00008"),
];

function siteWith(...events: readonly DecisionEvent[]): Site {
  const site = makeSite();
  const journal = new Journal({ file: site.journal, now: Date.now, key: null, onDamaged: () => undefined });
  onTestFinished(() => journal.close());
  journal.append(events.length > 0 ? [...events] : EVENTS);
  return site;
}

async function reported(site: Site, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run(site, ["license", "report", "--json", ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as { files: string[]; licenses: Record<string, unknown>[] };
}

describe("license report", () => {
  test("lists the use of each license, with who, which models, when, and what was denied for want of it", async () => {
    const site = siteWith();
    const { licenses } = await reported(site, "--config", site.config);
    expect(licenses).toMatchObject([
      {
        id: "partners",
        number: "D1234567",
        authority: "BIS",
        holders: ["Example Corp"],
        models: ["anthropic/fable-5", "anthropic/mythos-5"],
        uses: 4,
        people: 2,
        denied: 1,
        first: BEGIN,
        last: BEGIN + 2 * DAY,
        by: [
          { person: "ada@example.com", model: "anthropic/mythos-5", uses: 3, denied: 0 },
          { person: "ben@example.com", model: "anthropic/fable-5", uses: 1, denied: 0 },
          { person: "ada@example.com", model: "anthropic/mythos-5", uses: 0, denied: 1 },
        ],
      },
      { id: "pilot", kind: "grant", uses: 1, people: 1, holders: ["engineering"] },
      { id: null, kind: "license", uses: 0, people: 0, denied: 1, first: null, last: null },
    ]);
  });

  test("says it in sentences and a table", async () => {
    const site = siteWith();
    const { stdout } = await run(site, ["license", "report", "--config", site.config]);
    const lines = stdout.split("\n");
    expect(lines.slice(0, 5)).toEqual([
      "License partners, number D1234567, of BIS, held by Example Corp",
      "  4 uses by 2 people, from 2026-06-26T12:00:00Z to 2026-06-28T12:00:00Z. 1 call denied for want of it.",
      "  Models: anthropic/fable-5, anthropic/mythos-5.",
      "  PERSON           MODEL               USES  DENIED  FIRST                 LAST",
      "  ada@example.com  anthropic/mythos-5  3     0       2026-06-26T12:00:00Z  2026-06-27T12:00:00Z",
    ]);
    expect(stdout).toContain("Any license, where none was held\n  No use. 1 call denied for want of it.");
  });

  test("is limited to a time and a license, by id or number", async () => {
    const site = siteWith();
    const within = ["--from", "2026-06-27T00:00:00Z", "--to", "2026-06-28T00:00:00Z"];
    expect((await reported(site, "--config", site.config, ...within)).licenses).toMatchObject([
      { id: "partners", uses: 1, denied: 1, first: BEGIN + DAY },
    ]);
    for (const name of ["partners", "D1234567"])
      expect((await reported(site, "--config", site.config, "--license", name)).licenses).toMatchObject([
        { id: "partners", uses: 4 },
      ]);
    expect((await reported(site, "--config", site.config, "--license", "none")).licenses).toEqual([]);
  });

  test("reads several exports, and counts an event of two of them once", async () => {
    const [one, other] = [siteWith(), siteWith(permit("event-00101", { person: "cleo@example.com" }))];
    const files = ["one.jsonl", "again.jsonl", "other.jsonl"].map((name) => join(one.folder, name));
    for (const [at, site] of [one, one, other].entries())
      expect(
        (await run(site, ["journal", "export", "--file", site.journal, "--out", files[at] ?? ""])).code,
      ).toBe(0);
    const all = await reported(one, ...files.flatMap((file) => ["--file", file]));
    expect(all.files).toEqual(files);
    expect(all.licenses).toMatchObject([{ id: "partners", uses: 5, people: 3 }, {}, {}]);
    const [journal, exported] = [
      await reported(one, "--file", one.journal),
      await reported(one, "--file", files[0] ?? ""),
    ];
    expect(exported.licenses).toEqual(journal.licenses);
  });

  test("gives a spreadsheet rows, in which nothing that a page chose is a formula", async () => {
    const site = siteWith(permit("event-00001", { model: null, modelAsSent: '=cmd|"x",1' }));
    const { code, stdout } = await run(site, ["license", "report", "--csv", "--config", site.config]);
    expect(code).toBe(0);
    expect(stdout.split("\r\n")).toEqual([
      "kind,id,number,authority,holders,person,model,uses,denied,first,last",
      `license,partners,D1234567,BIS,Example Corp,ada@example.com,"'=cmd|""x"",1",1,0,2026-06-26T12:00:00Z,2026-06-26T12:00:00Z`,
      "",
    ]);
  });

  test("says where there is nothing to tell, and what cannot be read", async () => {
    const site = siteWith(decisionEvent("event-00001"));
    const { stdout } = await run(site, ["license", "report", "--config", site.config]);
    expect(stdout).toMatch(/^No use of a license or grant is recorded/);
    const torn = join(site.folder, "torn.jsonl");
    writeFileSync(torn, "{}\n");
    for (const file of [torn, join(site.folder, "nowhere")])
      expect(await run(site, ["license", "report", "--file", file])).toMatchObject({ code: 4, stdout: "" });
    const both = await run(site, ["license", "report", "--json", "--csv", "--config", site.config]);
    expect(both.code).toBe(2);
  });

  test("passes over lines of an export that are no events", async () => {
    const site = siteWith();
    const file = join(site.folder, "all.jsonl");
    await run(site, ["journal", "export", "--file", site.journal, "--out", file]);
    appendFileSync(file, '{"sequence":1}\nnonsense\n');
    expect(readFileSync(file, "utf8")).toContain("nonsense");
    expect((await reported(site, "--file", file)).licenses).toMatchObject([{ uses: 4 }, {}, {}]);
  });
});

test("license report agrees with an inspection pack, and with one that withholds people", async () => {
  const site = siteWith();
  const journal = (await reported(site, "--file", site.journal)).licenses;
  const pack = join(site.folder, "june.zip");
  const bare = join(site.folder, "bare.zip");
  const exported = ["journal", "export", "--file", site.journal, "--pack"];
  await run(site, [...exported, pack]);
  await run(site, [...exported, bare, "--redact", "person"]);
  expect((await reported(site, "--file", pack)).licenses).toEqual(journal);
  const withheld = await reported(site, "--file", bare);
  expect(withheld.licenses).toMatchObject([
    { id: "partners", uses: 4, denied: 1, holders: ["[withheld]"], people: 1 },
    { id: "pilot", uses: 1, holders: ["[withheld]"] },
    { id: null, denied: 1 },
  ]);
  expect(JSON.stringify(withheld.licenses)).not.toMatch(/@example\.com|Example Corp/);
});
