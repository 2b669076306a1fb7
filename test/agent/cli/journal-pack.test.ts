import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesOf, zipped } from "../inspection/made.ts";
import { openAt } from "../journal/written.ts";
import { deviceKey } from "../../../agent/platform/device-key.ts";
import { exitOf, makeSite, run, type Site, startAgent } from "../running.ts";
import { decisionEvents } from "../sample-events.ts";

/** A site whose agent has run once under its policy, and some decisions since. */
async function siteThatRan(): Promise<Site> {
  const site = makeSite();
  const agent = await startAgent(site);
  const ended = exitOf(agent);
  agent.kill("SIGTERM");
  await ended;
  const journal = openAt(site.journal, deviceKey(join(site.folder, "state/device-key")).key);
  journal.append(decisionEvents(150));
  journal.sign();
  journal.close();
  return site;
}

describe("journal export --pack", () => {
  test("writes a pack with the policy that was in force, and journal verify says what was done to it", async () => {
    const site = await siteThatRan();
    const file = join(site.folder, "pack.zip");
    const made = await run(site, ["journal", "export", "--pack", file, "--config", site.config, "--json"]);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const said = JSON.parse(made.stdout) as Record<string, unknown>;
    expect(said).toMatchObject({ file, signed: true, withoutTexts: 0, findings: 0 });
    const names = [...filesOf(file).keys()];
    expect(names.filter((name) => /^policy\/[0-9a-f]{64}\/main\.yaml$/.test(name))).toHaveLength(1);
    expect(readdirSync(join(site.folder, "state/policy-history"))).toHaveLength(1);
    const key = join(site.folder, "state/device-key.pub");
    const verified = await run(site, ["journal", "verify", file, "--key", key]);
    expect(verified).toMatchObject({ code: 0, stderr: "" });
    expect(verified.stdout).toMatch(/^Whole: pack lanyard\//);
    const changed = zipped(filesOf(file).set("summary.html", "<p>All is well.</p>"));
    const found = await run(site, ["journal", "verify", changed, "--json"]);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({
      what: "pack",
      findings: [{ what: "edited_file" }, { what: "untrue" }],
    });
  });

  test.each([
    ["a filter that is for exports", ["--pack", "p.zip", "--since", "1h"], 2, "Use --from, --to"],
    ["a field that cannot be withheld", ["--pack", "p.zip", "--redact", "time"], 2, "Write one of person"],
    ["an option of packs alone", ["--out", "-", "--from", "1h"], 2, "--from is for a pack"],
    ["a file that is there", ["--pack", "there.zip"], 4, "is there already"],
    ["a journal that is not there", ["--pack", "p.zip", "--file", "none.db"], 4, "no journal at none.db"],
  ])("says of %s what to do, and leaves nothing behind", async (_what, args, code, sentence) => {
    const site = makeSite();
    writeFileSync(join(site.folder, "there.zip"), "");
    const ran = await run(site, ["journal", "export", ...args, "--config", site.config]);
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining(sentence) });
    expect(existsSync(join(site.folder, "p.zip"))).toBe(false);
  });
});
