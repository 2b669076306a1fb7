import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { editionFromBuiltIn } from "../../../shared/catalog/edition-built-in.ts";
import { CATALOG_TARGET, RELEASES_TARGET, releaseTarget } from "../../../shared/schema/bundle.ts";
import { asEndpoint } from "../publishing/as-endpoint.ts";
import { writeJournal } from "../recorded-requests.ts";
import { makeSite, run } from "../running.ts";
import { makeDeskSite, type DeskSite } from "./desk-site.ts";

const HOLD = `rules:
  - {id: hold, forbid: all, models: ["openai/gpt-5.2"], because: On hold.}
`;

/** What an endpoint that has the first root gets from where the desk publishes to. */
async function out(desk: DeskSite, ...targets: readonly string[]): Promise<readonly (string | null)[]> {
  return await asEndpoint(join(desk.folder, "site"), desk.root, targets);
}

/** A list that holds a change of this kind. */
function changing(kind: string): unknown {
  return expect.arrayContaining([expect.objectContaining({ kind })]);
}

describe("init", () => {
  test("makes a desk whose policy passes its tests, keys for one person each, and what endpoints are given", async () => {
    const site = makeSite();
    writeFileSync(join(site.folder, "pass"), "four words at random");
    const made = await run(site, [
      ..."init desk --organization Contoso --signers 1 --url https://policy.contoso.example/p".split(" "),
      ..."--nudge mqtts://broker.contoso.example:8883 --passphrase-file pass".split(" "),
    ]);
    expect(made.code).toBe(8); // there is no such broker to be told
    expect(made.stdout).toContain(
      "  url: https://policy.contoso.example/p/\n  root: root.json\n  nudge:\n    url: mqtts://broker.contoso.example:8883\n    topic: lanyard/contoso\n",
    );
    for (const key of readdirSync(join(site.folder, "desk/keys")))
      expect(statSync(join(site.folder, "desk/keys", key)).mode & 0o777).toBe(0o600);
    expect((await run(site, ["policy", "test", "desk/policy"])).stdout).toContain("All 4 promises are kept");
    expect(await run(site, ["repository", "check", "desk/site", "--desk", "desk"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Endpoints take it. Out is first for everybody; 0 directives"),
    });
    expect(await run(site, ["init", "desk", "--passphrase-file", "pass"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("desk is not empty"),
    });
  });

  test.each([
    [["--signers", "2", "--threshold", "3"], 1, "3 of 2 signers cannot be"],
    [["--signers", "many"], 2, "is no number of people"],
    [["--url", "http://policy.example.com/"], 2, "is no address"],
    [[], 6, "New passphrase for root-1 cannot be asked for here"],
  ])("refuses %j", async (args, code, words) => {
    const ran = await run(makeSite(), ["init", "desk", ...args]);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(words) });
  });
});

describe("policy publish", () => {
  test("checks, tests, compares, signs and uploads, and endpoints get the release", async () => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", HOLD);
    const ran = await desk.run("policy", "publish", "--release", "2026-07-01");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("2 people lose chat, completions and sending files on GPT-5.2 (hold)");
    for (const step of [
      "Checked: 4 rules",
      "Tested: all 4",
      "Signed by policy-1",
      "Signed by policy-2",
      "Out in",
    ])
      expect(ran.stderr).toContain(step);
    const [releases, release] = await out(desk, RELEASES_TARGET, releaseTarget("2026-07-01"));
    expect(JSON.parse(releases ?? "")).toMatchObject({ rings: [{ release: "2026-07-01", share: 100 }] });
    expect(release).toContain("On hold.");
  });

  test("stages, widens and takes back, and tells who changes over", async () => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", HOLD);
    const staged = await desk.json(
      "policy",
      "publish",
      "--release",
      "b",
      "--share",
      "10",
      "--groups",
      "pilot,legal",
    );
    expect(staged).toMatchObject({
      code: 0,
      value: {
        rings: [{ release: "first" }, { release: "b", share: 10, groups: ["pilot", "legal"] }],
        denied: 2,
      },
    });
    expect(await desk.json("policy", "widen", "--share", "50")).toMatchObject({
      value: { rings: [{}, { share: 50, groups: ["pilot", "legal"] }], changes: changing("lost") },
    });
    expect(await desk.json("policy", "retract")).toMatchObject({
      code: 0,
      value: { rings: [{ release: "first" }], changes: changing("gained") },
    });
    expect((await desk.run("policy", "retract")).code).toBe(1);
    const [releases, gone] = await out(desk, RELEASES_TARGET, releaseTarget("b"));
    expect([JSON.parse(releases ?? "").rings.length, gone]).toEqual([1, null]);
  });

  test("goes from desk to desk as a draft until enough have signed, who see what they sign", async () => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", HOLD);
    const first = await desk.run("policy", "publish", "--release", "b", "--key", "policy-1");
    expect(first).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("Missing: 1 of policy-2, policy-3"),
    });
    const draft = join(desk.folder, "b.draft.json");
    const sign = (key: string, ...more: readonly string[]) =>
      desk.run("policy", "sign", draft, "--key", key, ...more);
    expect(await sign("policy-2")).toMatchObject({
      code: 7,
      stdout: expect.stringContaining("2 people lose chat, completions and sending files on GPT-5.2 (hold)"),
      stderr: expect.stringContaining("add --yes"),
    });
    expect(await sign("policy-1", "--yes")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Missing: 1"),
    });
    expect(await sign("on-call", "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("may sign nothing"),
    });
    expect(await desk.run("policy", "publish", draft, "--key", "policy-1")).toMatchObject({ code: 6 });
    expect(await sign("policy-2", "--yes")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("All signatures"),
    });
    expect(await desk.run("policy", "publish", draft, "--key", "policy-1")).toMatchObject({ code: 0 });
    const [releases] = await out(desk, RELEASES_TARGET);
    expect(releases).toContain('"release":"b"');
    expect(await desk.run("policy", "publish", draft)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is out already"),
    });
  });

  test("asks before it denies something to many, and without a terminal says so and stops", async () => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", HOLD);
    desk.write("publisher.yaml", desk.read("publisher.yaml").replace("ask_above: 10", "ask_above: 1"));
    const ran = await desk.run("policy", "publish");
    expect(ran).toMatchObject({ code: 7, stderr: expect.stringContaining("denies something to 2 people") });
    expect(await desk.run("policy", "publish", "--yes")).toMatchObject({ code: 0 });
  });

  test.each([
    ["what does not compile", "rules: [{id: a, permit: [chat], models: [x]}]", 1, "The policy has problems"],
    ["a directive", "directives: [{id: a, forbid: all}]", 1, "hold.yaml:1:14 A release holds no directives"],
    [
      "what breaks a promise",
      'rules: [{id: a, forbid: all, models: ["anthropic/claude-*"], who: {groups: [staff]}, unless: [us-person]}]',
      1,
      "Nothing went out",
    ],
  ])("refuses %s", async (_what, text, code, words) => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", text);
    expect(await desk.run("policy", "publish")).toMatchObject({
      code,
      stderr: expect.stringContaining(words),
    });
    expect((await desk.repository.state()).timestamp.signed.version).toBe(1);
  });

  test("refuses what does not compile with the directives in force, and a name that was used", async () => {
    const desk = await makeDeskSite();
    await desk.run("directive", "issue", "forbid all on openai/*", "--id", "hold");
    desk.write("policy/hold.yaml", HOLD);
    expect(await desk.run("policy", "publish")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Rule hold: the id is taken"),
    });
    expect(await desk.run("policy", "publish", "--release", "first")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is a release first already"),
    });
  });

  test("says what is out and what is not where an upload fails, and goes on from there", async () => {
    const desk = await makeDeskSite();
    const places = desk.read("publisher.yaml");
    writeFileSync(join(desk.folder, "blocked"), "");
    desk.write("publisher.yaml", `${places}  - folder: blocked\n`);
    const ran = await desk.run("repository", "refresh");
    expect(ran.code).toBe(8);
    expect(ran.stderr).toMatch(
      /Not all is in the folder .*blocked: 0 of 8 files\..*Endpoints see there what was out before/,
    );
    desk.write("publisher.yaml", `${places}  - folder: other\n`);
    expect(await desk.run("repository", "upload")).toMatchObject({ code: 0 });
    await asEndpoint(join(desk.folder, "other"), desk.root, []);
  });

  test("with a key that does not open changes nothing", async () => {
    const desk = await makeDeskSite();
    writeFileSync(join(desk.folder, "wrong"), "five words, all of them");
    const ran = await desk.run(
      "policy",
      "publish",
      "--passphrase-file",
      `policy-2=${join(desk.folder, "wrong")}`,
    );
    expect(ran).toMatchObject({ code: 6, stderr: expect.stringContaining("The key policy-2 does not open") });
    expect((await desk.repository.state()).targets.signed.version).toBe(1);
  });

  test("replays a journal before, and says what its requests would have met", async () => {
    const desk = await makeDeskSite();
    const journal = join(desk.folder, "journal.db");
    writeJournal(journal, 4, () => ({
      time: Date.now(),
      effect: "permit",
      rules: ["staff-work"],
      person: "ada@example.com",
      model: "openai/gpt-5.2",
    }));
    desk.write("policy/hold.yaml", HOLD);
    const ran = await desk.run("policy", "publish", "--journal", journal);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining("4 would newly be denied") });
    expect(await desk.run("policy", "publish", "--journal", "/no/journal.db")).toMatchObject({ code: 4 });
  });

  test("takes an edition of the catalog along, and no edition that endpoints would not take after it", async () => {
    const desk = await makeDeskSite();
    const edition = editionFromBuiltIn({ edition: "2027-01-01.1", minimumProgram: "1.0.0", fixtures: [] });
    const file = join(desk.folder, "catalog.json");
    writeFileSync(file, JSON.stringify(edition));
    expect(await desk.run("policy", "publish", "--catalog", file)).toMatchObject({ code: 0 });
    const [catalog] = await out(desk, CATALOG_TARGET);
    expect(catalog).toBe(JSON.stringify(edition));
    expect(await desk.run("policy", "publish", "--catalog", file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("2027-01-01.1 is out: endpoints take later ones alone"),
    });
    expect(await desk.run("policy", "publish")).toMatchObject({ code: 0 });
    expect(await out(desk, CATALOG_TARGET)).toEqual([JSON.stringify(edition)]);
  });
});
