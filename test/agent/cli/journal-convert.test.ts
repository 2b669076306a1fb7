import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../agent/journal/journal.ts";
import { EVERY_EVENT } from "../forward/every-event.ts";
import { ocsfProblems } from "../forward/ocsf-check.ts";
import { readCef, readSyslog } from "../forward/parsers.ts";
import { makeSite, run, type Ran, type Site } from "../running.ts";
import { decisionEvent } from "../sample-events.ts";

const EVENTS = Object.values(EVERY_EVENT);

function siteWithJournal(): Site {
  const site = makeSite();
  const journal = new Journal({ file: site.journal, now: Date.now, key: null, onDamaged: () => undefined });
  onTestFinished(() => journal.close());
  journal.append(EVENTS);
  return site;
}

function convert(site: Site, ...args: readonly string[]): Promise<Ran> {
  return run(site, ["journal", "convert", "--file", site.journal, ...args]);
}

async function lines(site: Site, ...args: readonly string[]): Promise<readonly string[]> {
  const ran = await convert(site, ...args);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return ran.stdout.split("\n").slice(0, -1);
}

test("journal convert prints every event in each format, one a line", async () => {
  const site = siteWithJournal();
  const ids = EVENTS.map(({ id }) => id);
  const ocsf = (await lines(site, "--format", "ocsf", "--host", "desk-7")).map((line) => JSON.parse(line));
  expect(ocsf.map(({ metadata }) => metadata.uid)).toEqual(ids);
  expect(ocsf.flatMap(ocsfProblems)).toEqual([]);
  expect(ocsf[0].device).toEqual({ hostname: "desk-7", type_id: 0 });
  const jsonl = (await lines(site, "--format", "jsonl")).map((line) => JSON.parse(line));
  expect(jsonl[0]).toEqual({ sequence: 1, ...EVENTS[0] });
  const cef = (await lines(site, "--format", "cef")).map(readCef);
  expect(cef.map(({ extension }) => extension["externalId"])).toEqual(ids);
  const syslog = (await lines(site, "--format", "syslog")).map(readSyslog);
  expect(syslog.map(({ parameters }) => parameters["id"])).toEqual(ids);
  const hec = (await lines(site, "--format", "hec")).map((line) => JSON.parse(line));
  expect(hec.map(({ event }) => event.metadata.uid)).toEqual(ids);
  expect(await lines(site, "--format", "otlp")).toHaveLength(EVENTS.length);
  const asJson = await lines(site, "--format", "cef", "--json");
  expect(asJson.map((line) => readCef(JSON.parse(line)).extension["externalId"])).toEqual(ids);
});

test("journal convert writes a file, of the events since a moment alone", async () => {
  const site = siteWithJournal();
  const journal = new Journal({ file: site.journal, now: Date.now, key: null, onDamaged: () => undefined });
  onTestFinished(() => journal.close());
  const now = Date.now();
  journal.append(
    Array.from({ length: 2_500 }, (_, index) => decisionEvent(`recent-${index}`, { time: now })),
  );
  const out = join(site.folder, "events.jsonl");
  const ran = await convert(site, "--format", "jsonl", "--since", "1h", "--out", out, "--json");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(ran.stdout)).toEqual({ file: out, format: "jsonl", events: 2_500 });
  expect(readFileSync(out, "utf8").trim().split("\n")).toHaveLength(2_500);
});

test.each([
  ["no format", [], 2, "--format is missing"],
  ["a format that is none", ["--format", "xml"], 2, "Write one of ocsf, otlp, cef, syslog, hec, jsonl"],
  [
    "a place that cannot be written",
    ["--format", "ocsf", "--out", "/none/x"],
    4,
    "/none/x cannot be written",
  ],
  ["a journal that is not there", ["--format", "ocsf", "--file", "none.db"], 4, "There is no journal"],
])("journal convert with %s says so", async (_what, args, code, sentence) => {
  expect(await convert(siteWithJournal(), ...args)).toMatchObject({
    code,
    stderr: expect.stringContaining(sentence),
  });
});
