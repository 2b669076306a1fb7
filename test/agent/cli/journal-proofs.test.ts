import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deviceKey } from "../../../agent/platform/device-key.ts";
import { exitOf, makeSite, run, start, type Site } from "../running.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { openAt, tamper } from "../journal/written.ts";

/** A site with a journal of so many events under its device's key; every third was permitted, on one a day. */
function siteWith(count: number): Site {
  const site = makeSite();
  const { key } = deviceKey(join(site.folder, "state/device-key"));
  const journal = openAt(site.journal, key);
  journal.append(
    Array.from({ length: count }, (_, index) =>
      decisionEvent(`event-${String(index).padStart(6, "0")}`, {
        time: Date.now() - (count - index) * 86_400_000,
        effect: index % 3 === 0 ? "permit" : "deny",
      }),
    ),
  );
  journal.sign();
  journal.close();
  return site;
}

async function json(
  site: Site,
  ...args: readonly string[]
): Promise<{ code: number | null; said: Record<string, unknown> }> {
  const { code, stdout } = await run(site, [...args, "--config", site.config, "--json"]);
  return { code, said: JSON.parse(stdout) as Record<string, unknown> };
}

describe("journal verify", () => {
  test("says that a journal is whole, and by whose key", async () => {
    const site = siteWith(300);
    const ran = await run(site, ["journal", "verify", "--config", site.config]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(
      /Whole: journal lanyard\/[0-9a-f]{32}: 300 events \(300 in full, 0 pruned\), 1 checkpoints, the newest of 300\./,
    );
    expect(ran.stdout).toContain("give a copy that was kept elsewhere with --key");
    const keyed = await run(site, [
      "journal",
      "verify",
      "--config",
      site.config,
      "--key",
      join(site.folder, "state/device-key.pub"),
    ]);
    expect(keyed).toMatchObject({ code: 0, stdout: expect.not.stringContaining("--key") });
  });

  test("ends with 1 and names what was changed, in words and as JSON", async () => {
    const site = siteWith(300);
    tamper(site.journal, (database) =>
      database.exec("DELETE FROM event WHERE sequence = 290; DELETE FROM body WHERE sequence = 290"),
    );
    const ran = await run(site, ["journal", "verify", "--config", site.config]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("  deleted\n    Event 290 is not there.");
    const { code, said } = await json(site, "journal", "verify");
    expect(code).toBe(1);
    expect(said["findings"]).toMatchObject([{ what: "deleted", from: 290, until: 290 }]);
  });

  test("holds a journal against a witness's folder, file and export", async () => {
    const site = siteWith(300);
    const older = join(site.folder, "older.db");
    copyFileSync(site.journal, older);
    const { key } = deviceKey(join(site.folder, "state/device-key"));
    const journal = openAt(site.journal, key, ({ note }) => {
      mkdirSync(join(site.folder, "audit"), { recursive: true });
      writeFileSync(
        join(site.folder, "audit/seen.jsonl"),
        `${JSON.stringify({ checkpoint: note })}\n{"checkpoint": torn`,
      );
      writeFileSync(join(site.folder, "note.txt"), note);
    });
    journal.append(decisionEvents(120, "later"));
    journal.close();
    await run(site, ["journal", "export", "--file", site.journal, "--out", "all.jsonl"]);
    copyFileSync(older, site.journal);
    for (const witness of ["audit", "note.txt", "all.jsonl"]) {
      const { code, said } = await json(site, "journal", "verify", "--against", witness);
      expect(code, witness).toBe(1);
      expect(said["findings"], witness).toMatchObject([{ what: "rolled_back", from: 301, until: 420 }]);
    }
  });

  test.each([
    ["a journal that is not there", ["--file", "none.db"], 4, "cannot be read"],
    ["a key that is none", ["--key", "people.yaml"], 4, "holds no Ed25519 key"],
    ["a witness that is not there", ["--against", "nowhere"], 4, "nowhere cannot be read"],
  ])("says of %s what it needs", async (_what, args, code, sentence) => {
    const site = siteWith(3);
    const ran = await run(site, ["journal", "verify", "--config", site.config, ...args]);
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining(sentence) });
  });
});

describe("journal show", () => {
  test("shows one event in full, and that a checkpoint proves it", async () => {
    const site = siteWith(300);
    const { code, stdout } = await run(site, ["journal", "show", "17", "--config", site.config]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/person +ada@example\.com/);
    expect(stdout).toMatch(/Proven by 9 hashes to be in the checkpoint of 300 events of lanyard\//);
    const { said } = await json(site, "journal", "show", "17");
    expect(said).toMatchObject({ sequence: 17, event: { id: "event-000016" }, holds: true });
  });

  test("ends with 1 for an event that was changed, and for none", async () => {
    const site = siteWith(300);
    tamper(site.journal, (database) =>
      database.exec(`UPDATE body SET text = replace(text, 'Ada', 'Bob') || ' ' WHERE sequence = 290`),
    );
    const changed = await run(site, ["journal", "show", "290", "--config", site.config]);
    expect(changed).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("It is not what the checkpoint"),
    });
    const none = await run(site, ["journal", "show", "301", "--config", site.config]);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no event 301") });
    expect((await run(site, ["journal", "show", "x", "--config", site.config])).code).toBe(2);
  });
});

describe("journal export", () => {
  test("writes what was asked for, which verifies, and never over a file that is there", async () => {
    const site = siteWith(300);
    const { code, said } = await json(site, "journal", "export", "--out", "denied.jsonl", "--effect", "deny");
    expect({ code, ...said }).toEqual({ code: 0, file: "denied.jsonl", events: 200 });
    const verified = await json(site, "journal", "verify", "--file", "denied.jsonl");
    expect(verified).toMatchObject({
      code: 0,
      said: { what: "export", events: 300, bodies: 200, findings: [] },
    });
    const again = await run(site, ["journal", "export", "--out", "denied.jsonl", "--config", site.config]);
    expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining("is there already") });
  });

  test("goes into a pipe, and ends quietly where nobody reads any more", async () => {
    const site = siteWith(3_000);
    const whole = await run(site, ["journal", "export", "--out", "-", "--config", site.config]);
    expect(whole.stdout.split("\n")[0]).toContain('"lanyard":"journal export"');
    const child = start(site, ["journal", "export", "--out", "-", "--config", site.config]);
    let complaint = "";
    child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect(await exitOf(child)).toBe(0);
    expect(complaint).toBe("");
  });
});

describe("journal prune", () => {
  test("takes out what may go, which stays verifiable", async () => {
    const site = siteWith(100);
    expect(await json(site, "journal", "prune", "--days", "50", "--permits-days", "20")).toEqual({
      code: 0,
      said: { pruned: 61 },
    });
    expect(await json(site, "journal", "verify")).toMatchObject({
      code: 0,
      said: { pruned: 61, findings: [] },
    });
    const listed = await run(site, ["journal", "list", "--config", site.config, "--kind", "pruned"]);
    expect(listed.stdout).toMatch(/journal +pruned +5\d events of 1 to 5\d taken out, by age/);
  });

  test("goes by the configuration, and asks for a limit where there is none", async () => {
    const site = siteWith(100);
    const none = await run(site, ["journal", "prune", "--config", site.config]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("Nothing says what may go") });
    writeFileSync(site.config, `${readFileSync(site.config, "utf8")}retention: {days: 30}\n`);
    expect(await json(site, "journal", "prune")).toMatchObject({ code: 0, said: { pruned: 71 } });
  });
});

test("journal stats says in numbers what a journal holds", async () => {
  const site = siteWith(300);
  const { said } = await json(site, "journal", "stats");
  expect(said).toMatchObject({
    events: 300,
    pruned: 0,
    kinds: { decision: 300 },
    effects: { permit: 100, deny: 200 },
    gaps: { records: 0, events: 0 },
    checkpoint: { size: 300 },
  });
  const { stdout } = await run(site, ["journal", "stats", "--config", site.config]);
  expect(stdout).toMatch(/effects +200 deny, 100 permit/);
});

test("journal list finds by person, service, rule, kind, text and until", async () => {
  const site = makeSite();
  const journal = openAt(site.journal, null);
  journal.append([
    decisionEvent("event-00001", { person: "bond@example.com", time: 1_000 }),
    decisionEvent("event-00002", { service: "chatgpt-web", rules: ["one", "two"] }),
    decisionEvent("event-00003", { because: "Special Reason" }),
    { id: "event-00004", time: 5_000, kind: "lifecycle", part: "agent", what: "started", detail: "Pid 7" },
  ]);
  journal.close();
  const listed = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(site, ["journal", "list", "--config", site.config, "--json", ...args]);
    return Array.from(stdout.matchAll(/"event-0000(\d)"/g), ([, id]) => id).join("");
  };
  expect(await listed("--person", "bond@*")).toBe("1");
  expect(await listed("--service", "chatgpt-*")).toBe("2");
  expect(await listed("--rule", "tw?")).toBe("2");
  expect(await listed("--kind", "lifecycle")).toBe("4");
  expect(await listed("--text", "special reason")).toBe("3");
  expect(await listed("--until", "1970-01-01T00:00:06Z")).toBe("14");
  expect(readdirSync(site.folder)).toContain("policy");
});
