import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../agent/journal/journal.ts";
import { exitOf, makeSite, run, start, written, type Site } from "../running.ts";
import { askingEvent, decisionEvent, decisionEvents, servedEvent } from "../sample-events.ts";

function journalOf(site: Site): Journal {
  const journal = new Journal({ file: site.journal, now: Date.now, key: null, onDamaged: () => undefined });
  onTestFinished(() => journal.close());
  return journal;
}

async function idsListed(site: Site, args: readonly string[]): Promise<string[]> {
  const ran = await run(site, ["journal", "list", "--file", site.journal, "--json", ...args]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return ran.stdout.split("\n").flatMap((line) => (line === "" ? [] : [String(JSON.parse(line).id)]));
}

describe("journal list", () => {
  test("lists as a table what was decided, with what a page chose made harmless", async () => {
    const site = makeSite();
    journalOf(site).append([
      decisionEvent("event-00001"),
      decisionEvent("event-00002", { model: null, modelAsSent: "\u001b[2Jgone\u202e", effect: "permit" }),
      decisionEvent("event-00003", { model: null, mayBe: ["a/b", "a/c"] }),
      { id: "event-00004", time: 5, kind: "gap", what: "agent_away", count: 3, from: 1, until: 5 },
      decisionEvent("event-00005", { model: null, modelAsSent: "0199", pageNamed: ["openai/gpt-5.5"] }),
    ]);
    const { code, stdout } = await run(site, ["journal", "list", "--config", site.config]);
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toMatch(/^TIME +EFFECT +MODEL +SERVICE +ACTION +WHY +RULE$/);
    expect(lines[1]).toMatch(
      /^2026-05-28T20:26:40Z +deny +anthropic\/mythos-5 +anthropic-api +chat +A license is required\. +is-informed-2026-06-12$/,
    );
    expect(lines[2]).toContain("? \\u{1b}[2Jgone\\u{202e}");
    expect(lines[3]).toContain("one of 2");
    expect(lines[4]).toContain("3 not recorded one by one");
    expect(lines[5]).toContain(" page: openai/gpt-5.5 ");
  });

  test("lists what a reply said of its model, and finds it by model and effect", async () => {
    const site = makeSite();
    journalOf(site).append([
      decisionEvent("event-00001", { effect: "permit", model: null, modelAsSent: "auto" }),
      servedEvent("event-00002"),
      servedEvent("event-00003", { verdict: "narrowed", effect: "permit", ended: false, model: "openai/o3" }),
    ]);
    const { stdout } = await run(site, ["journal", "list", "--file", site.journal]);
    expect(stdout.trim().split("\n")[2]).toMatch(
      /^2026-05-28T20:26:40Z +deny +anthropic\/mythos-5 +chatgpt-web +served +Not what was asked for\. Reply ended\. A license is required\. +is-informed-2026-06-12$/,
    );
    expect(await idsListed(site, ["--effect", "deny"])).toEqual(["event-00002"]);
    expect(await idsListed(site, ["--model", "openai/*"])).toEqual(["event-00003"]);
  });

  test("finds calls by the purpose that was declared and by the license that they were permitted under", async () => {
    const site = makeSite();
    const license = {
      id: "partners",
      number: "D1234567",
      authority: "BIS",
      holder: null,
      kind: "license",
    } as const;
    journalOf(site).append([
      decisionEvent("event-00001", { effect: "permit", purpose: "incident-review", licenses: [license] }),
      decisionEvent("event-00002", { effect: "permit", purpose: "product" }),
      decisionEvent("event-00003", {
        alias: "incident-review",
        wanted: [{ kind: "license", id: "partners" }],
      }),
      askingEvent("event-00004", { purpose: "incident-review" }),
    ]);
    expect(await idsListed(site, ["--purpose", "incident-*"])).toEqual(["event-00001", "event-00004"]);
    expect(await idsListed(site, ["--purpose", "p?oduct", "--kind", "decision"])).toEqual(["event-00002"]);
    for (const name of ["partners", "D12*"])
      expect(await idsListed(site, ["--license", name])).toEqual(["event-00001"]);
    expect(await idsListed(site, ["--license", "D1", "--purpose", "*"])).toEqual([]);
    const out = join(site.folder, "reviews.jsonl");
    await run(site, ["journal", "export", "--file", site.journal, "--out", out, "--purpose", "product"]);
    expect([...readFileSync(out, "utf8").matchAll(/"id":"(event-\d+)"/g)].map(([, id]) => id)).toEqual([
      "event-00002",
    ]);
  });

  test("lists what people were asked and what they said", async () => {
    const site = makeSite();
    journalOf(site).append([
      decisionEvent("event-00001"),
      askingEvent("event-00002"),
      askingEvent("event-00003", {
        steps: ["redact", "warn"],
        answer: "timeout",
        reason: null,
        purpose: null,
        remembered: null,
        replaced: [{ name: "iban", count: 2 }],
      }),
    ]);
    const { stdout } = await run(site, ["journal", "list", "--file", site.journal]);
    const lines = stdout.trim().split("\n");
    expect(lines[2]).toMatch(
      /^2026-05-28T20:26:40Z +asked +openai\/gpt-5\.5 +chatgpt-web +asking +Sent; incident-review; “The incident of Tuesday”; for the d… +reason-a-day$/,
    );
    expect(lines[3]).toContain("Not sent, no answer; replaced 2 iban (redact, warn)");
    expect(await idsListed(site, ["--model", "openai/*"])).toEqual(["event-00002", "event-00003"]);
  });

  test("filters by time, effect and model, and shows the newest of what is left", async () => {
    const site = makeSite();
    const now = Date.now();
    journalOf(site).append([
      decisionEvent("two-hours-old", { time: now - 7_200_000 }),
      decisionEvent("fresh-deny", { time: now - 1_000 }),
      decisionEvent("fresh-permit", { time: now - 1_000, effect: "permit", model: "openai/gpt-5" }),
    ]);
    expect(await idsListed(site, [])).toEqual(["two-hours-old", "fresh-deny", "fresh-permit"]);
    expect(await idsListed(site, ["--since", "1h"])).toEqual(["fresh-deny", "fresh-permit"]);
    expect(await idsListed(site, ["--since", new Date(now - 5_000).toISOString()])).toHaveLength(2);
    expect(await idsListed(site, ["--effect", "permit"])).toEqual(["fresh-permit"]);
    expect(await idsListed(site, ["--model", "anthropic/*", "--since=1h"])).toEqual(["fresh-deny"]);
    expect(await idsListed(site, ["--limit", "1"])).toEqual(["fresh-permit"]);
  });

  test("says how many it left out", async () => {
    const site = makeSite();
    journalOf(site).append(decisionEvents(150));
    const { stdout, stderr } = await run(site, ["journal", "list", "--file", site.journal]);
    expect(stdout.trim().split("\n")).toHaveLength(101);
    expect(stderr).toContain("The newest 100 of 150");
  });

  test("goes on as events come, and ends cleanly at Ctrl-C", async () => {
    const site = makeSite();
    const journal = journalOf(site);
    journal.append([decisionEvent("before-it")]);
    const child = start(site, [
      "journal",
      "list",
      "--file",
      site.journal,
      "--json",
      "--follow",
      "--effect",
      "deny",
    ]);
    await written(child, "before-it");
    const first = written(child, "while-it-1");
    journal.append([decisionEvent("not-asked-for", { effect: "permit" }), decisionEvent("while-it-1")]);
    expect(await first).not.toContain("not-asked-for");
    const second = written(child, "while-it-2");
    journal.append([decisionEvent("while-it-2")]);
    await second;
    child.kill("SIGINT");
    expect(await exitOf(child)).toBe(0);
  });

  test("ends quietly where nobody reads any more", async () => {
    const site = makeSite();
    journalOf(site).append(decisionEvents(5_000));
    const child = start(site, ["journal", "list", "--file", site.journal, "--limit", "5000"]);
    let complaint = "";
    child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect(await exitOf(child)).toBe(0);
    expect(complaint).toBe("");
  });

  test.each([
    ["a limit that is none", ["--limit", "0"], 2, "is no count"],
    ["an effect that is none", ["--effect", "maybe"], 2, "permit or deny"],
    ["a time that is none", ["--since", "soon"], 2, "is no time"],
    ["an option that is none", ["--colour"], 2, "Unknown option"],
  ])("refuses %s", async (_what, args, code, sentence) => {
    const site = makeSite();
    journalOf(site).append(decisionEvents(1));
    const ran = await run(site, ["journal", "list", "--file", site.journal, ...args]);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });

  test("says of a file that it is missing, foreign, or of a newer Lanyard", async () => {
    const site = makeSite();
    const list = (file: string) => run(site, ["journal", "list", "--file", file]);
    expect(await list("none.db")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("There is no journal"),
    });
    writeFileSync(`${site.folder}/text.db`, "no database ".repeat(100));
    expect(await list("text.db")).toMatchObject({ code: 4, stderr: expect.stringContaining("is damaged") });
    const newer = new DatabaseSync(`${site.folder}/newer.db`);
    newer.exec("CREATE TABLE x (y); PRAGMA user_version = 9");
    newer.close();
    expect(await list("newer.db")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("newer Lanyard"),
    });
  });
});
