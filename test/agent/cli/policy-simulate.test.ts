import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parsePeople } from "../../../agent/facts/people.ts";
import { simulateJournal } from "../../../agent/cli/simulate-journal.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import { writeJournal } from "../recorded-requests.ts";
import { exitOf, makeSite, PEOPLE, POLICY, run, type Site } from "../running.ts";

/** Ada's chats with Opus and Mythos 5 in turn, one a minute until now, all permitted when they were recorded. */
function withJournal(count: number): Site {
  const site = makeSite();
  const began = Date.now() - count * 60_000;
  writeJournal(site.journal, count, (index) => ({
    time: began + index * 60_000,
    effect: "permit",
    rules: ["claude"],
    person: index % 4 === 3 ? "007" : "ada@example.com",
    model: index % 2 === 0 ? "anthropic/claude-opus-4-8" : "anthropic/mythos-5",
  }));
  return site;
}

function simulate(site: Site, ...more: readonly string[]) {
  return run(site, ["policy", "simulate", "policy", "--journal", site.journal, ...more]);
}

describe("policy simulate", () => {
  test("says what a draft would newly deny, by rule, person and model, with examples", async () => {
    const site = withJournal(40);
    const { code, stdout, stderr } = await simulate(site);
    expect([code, stderr]).toEqual([1, ""]); // no progress bar in a pipe
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^Replayed 40 recorded requests under revision \S+: 30 go as they went\.$/),
      "",
      "10 would newly be denied",
      "  by rule    informed 10",
      "  by person  007 10",
      "  by model   Mythos 5 10",
      ...Array.from({ length: 5 }, () =>
        expect.stringMatching(/^ {2}e\.g\. +#\d+ .* 007: chat on Mythos 5 by anthropic-api$/),
      ),
      "",
    ]);
  });

  test("begins where it is told, and says where it ended", async () => {
    const site = withJournal(40);
    const recent = await simulate(site, "--since", "10m", "--json");
    expect(JSON.parse(recent.stdout)).toMatchObject({ upTo: 40, ended: true });
    expect([9, 10]).toContain(JSON.parse(recent.stdout).replayed);
    const rest = await simulate(site, "--after", "36", "--json");
    expect(JSON.parse(rest.stdout)).toMatchObject({
      replayed: 4,
      changes: { lost: { byRule: { informed: 1 } } },
    });
    const none = await simulate(site, "--after", "40");
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining("Replayed 0 recorded requests") });
  });

  test("stops between pages where it is told to, and going on from there gives the same in all", async () => {
    const site = withJournal(5_000);
    const parsed = load([{ file: "main.yaml", text: POLICY }], KNOWLEDGE);
    const people = parsePeople("people.yaml", PEOPLE);
    if (!("policy" in parsed) || !people.ok) throw new Error("The samples are sound.");
    const common = { policy: parsed.policy, people: people.value, journal: site.journal, since: null };
    const stop = new AbortController();
    const steps: number[] = [];
    const first = await simulateJournal({
      ...common,
      after: 0,
      signal: stop.signal,
      onProgress: (done, of) => {
        steps.push(done / of);
        stop.abort();
      },
    });
    expect([first.ended, first.upTo, steps]).toEqual([false, 1_000, [0.2]]);
    const signal = new AbortController().signal;
    const rest = await simulateJournal({ ...common, after: first.upTo, signal, onProgress: () => undefined });
    expect([rest.ended, rest.upTo]).toEqual([true, 5_000]);
    expect([first, rest].map(({ report }) => report.changes.lost.requests)).toEqual([250, 1_000]);
  });

  test("replays 100,000 requests in a heap that does not hold them", async () => {
    const site = withJournal(100_000);
    const program = join(import.meta.dirname, "../../../agent/main.ts");
    const words = ["policy", "simulate", "policy", "--journal", site.journal, "--json"];
    const child = spawn(process.execPath, ["--max-old-space-size=48", program, ...words], {
      cwd: site.folder,
      env: site.environment,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const report: unknown = JSON.parse(await text(child.stdout));
    expect(report).toMatchObject({
      replayed: 100_000,
      same: 75_000,
      changes: { lost: { requests: 25_000 } },
    });
    expect(await exitOf(child)).toBe(1);
  });

  test.each([
    ["no journal", [], 2, "--journal is missing"],
    ["a journal that is not there", ["--journal", "no.db"], 4, "There is no journal"],
    ["a place that is none", ["--journal", "no.db", "--after", "x"], 2, "no place in a journal"],
    ["a time that is none", ["--journal", "no.db", "--since", "x"], 2, "is no time"],
  ])("refuses %s", async (_what, words, code, sentence) => {
    const ran = await run(makeSite(), ["policy", "simulate", "policy", ...words]);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });
});
