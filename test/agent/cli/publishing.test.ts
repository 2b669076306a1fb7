import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DIRECTIVES_TARGET, RELEASES_TARGET, releaseTarget } from "../../../shared/schema/bundle.ts";
import { asEndpoint } from "../publishing/as-endpoint.ts";
import { report } from "../publishing/made-report.ts";
import { makeSite, run } from "../running.ts";
import { makeDeskSite, type DeskSite } from "./desk-site.ts";

const HOLD = `rules:
  - {id: hold, forbid: all, models: ["openai/gpt-5.2"], because: On hold.}
`;
const JUNE =
  "forbid all on anthropic/mythos-5, anthropic/fable-5 unless us-person or license because A license is required. from 2026-06-12T17:21-04:00";

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
});

describe("directives", () => {
  test("are in force in one command by the on-call key alone, listed, and withdrawn", async () => {
    const desk = await makeDeskSite();
    for (const key of readdirSync(join(desk.folder, "keys")))
      if (key !== "on-call.age") writeFileSync(join(desk.folder, "keys", key), "gone");
    const issued = await desk.run("directive", "issue", JUNE, "--cut");
    expect(issued).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^In force: 2026-06-12-mythos-5 forbids everything on anthropic\/mythos-5 and/,
      ),
      stderr: expect.stringContaining("1 person loses chat on Mythos 5"),
    });
    expect(Number(/([\d.]+) s\.\n$/.exec(issued.stdout)?.[1])).toBeLessThan(10);
    const [inForce] = await out(desk, DIRECTIVES_TARGET);
    expect(inForce).toContain("running: cut");
    expect(await desk.json("directive", "list")).toMatchObject({
      value: {
        directives: [{ id: "2026-06-12-mythos-5", state: "holds", unless: ["us-person", "license"] }],
      },
    });
    expect(await desk.run("directive", "withdraw", "2026-06-12-mythos-5")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("1 person gains chat on Mythos 5"),
    });
    expect(await out(desk, DIRECTIVES_TARGET)).toEqual(['{"lanyard":1,"files":[]}\n']);
    expect((await desk.run("directive", "list")).stdout).toBe("No directive is in force.\n");
  });

  test("are said by flags, or by a file", async () => {
    const desk = await makeDeskSite();
    const flags = ["--require", "warn", "--actions", "chat", "--models", "openai/*", "--who", "groups staff"];
    expect(await desk.json("directive", "issue", ...flags, "--monitor", "--id", "look")).toMatchObject({
      code: 0,
      value: { directives: [{ id: "look", require: ["warn"], actions: ["chat"], mode: "monitor" }] },
    });
    const file = join(desk.folder, "two.yaml");
    writeFileSync(
      file,
      "directives: [{id: one, forbid: all, models: [openai/*]}, {id: two, forbid: [agent]}]",
    );
    expect(await desk.json("directive", "issue", "--file", file)).toMatchObject({
      code: 0,
      value: { denied: ["ada@example.com", "grace@example.com"] },
    });
    const { value } = await desk.json("directive", "list");
    expect(value).toMatchObject({ directives: [{ id: "look" }, { id: "one" }, { id: "two" }] });
  });

  test.each([
    ["permit all on openai/*", [], 1, "can only restrict"],
    ["forbid all on openai/*", ["--forbid", "chat"], 2, "say the same thing"],
    ["forbid dancing on openai/*", [], 1, "dancing"],
    ["forbid all on openai/* for groups nobody unless license:none", [], 1, "none"],
    ["forbid all on openai/*", ["--id", "staff-work"], 1, "staff-work"],
    ["require warn on openai/*", ["--cut"], 1, "only a `forbid` ends what is running"],
  ])("are refused in words: %s %j", async (sentence, more, code, words) => {
    const desk = await makeDeskSite();
    expect(await desk.run("directive", "issue", sentence, ...more)).toMatchObject({
      code,
      stdout: "",
      stderr: expect.stringContaining(words),
    });
    expect((await desk.repository.state()).directives.signed.version).toBe(1);
  });

  test("with an id that is in force are refused, and so is withdrawing one that is not", async () => {
    const desk = await makeDeskSite();
    await desk.run("directive", "issue", "forbid all on openai/*", "--id", "hold");
    expect((await desk.run("directive", "issue", "forbid all on openai/*", "--id", "hold")).code).toBe(1);
    expect(await desk.run("directive", "withdraw", "other")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("In force: hold."),
    });
  });

  test("are checked with every release that is out, not with the newest alone", async () => {
    const desk = await makeDeskSite();
    desk.write("policy/hold.yaml", HOLD);
    await desk.run("policy", "publish", "--release", "b", "--share", "10");
    const ran = await desk.run("directive", "issue", "forbid all on openai/gpt-5.2");
    expect(ran.stderr).toContain("Where the release is first:");
    expect(ran.stderr).toContain("Where the release is b:");
    expect((await desk.run("directive", "issue", "forbid all on openai/*", "--id", "hold")).code).toBe(1);
  });
});

describe("keys", () => {
  test("are rotated, added and revoked, and endpoints with the first root follow", async () => {
    const desk = await makeDeskSite();
    await desk.run("directive", "issue", "forbid all on openai/*", "--id", "hold");
    expect(await desk.run("keys", "rotate", "on-call")).toMatchObject({
      code: 0,
      stdout: "on-call-2 signs in place of on-call.\n",
    });
    expect(await desk.run("keys", "revoke", "policy-1")).toMatchObject({ code: 0 });
    expect(await desk.run("keys", "revoke", "policy-2")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("1 would be left to sign targets, and 2 must"),
    });
    expect(await desk.json("keys", "list")).toMatchObject({
      value: {
        thresholds: { root: 2, policy: 2 },
        keys: expect.arrayContaining([
          expect.objectContaining({ name: "on-call", signs: [] }),
          expect.objectContaining({
            name: "on-call-2",
            signs: ["snapshot", "timestamp", "directives"],
            atHand: true,
          }),
        ]),
      },
    });
    const [inForce] = await out(desk, DIRECTIVES_TARGET);
    expect(inForce).toContain("hold");
    expect(desk.read("publisher.yaml")).toMatch(/# The desk from which[^]*on-call-2:/);
  });

  test("change by drafts where root keys are with several people", async () => {
    const desk = await makeDeskSite();
    const ran = await desk.run("keys", "revoke", "root-3", "--key", "root-1");
    expect(ran).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("To sign the root, by keys of the one before takes 2"),
    });
    const draft = join(desk.folder, "keys-2.draft.json");
    const signed = await desk.run("policy", "sign", draft, "--key", "root-2", "--yes");
    expect(signed.stdout).toMatch(/root-3 \([0-9a-f]{12}\) signs root now, and would sign nothing\./);
    expect(await desk.run("policy", "publish", draft)).toMatchObject({ code: 0 });
    expect(JSON.parse(desk.read("root.json"))).toMatchObject({ signed: { version: 2 } });
    await out(desk);
  });
});

describe("the repository", () => {
  test("is refreshed by the publishing key alone, and says what is over soon", async () => {
    const soon = Date.now() - 160 * 86_400_000;
    const desk = await makeDeskSite({ now: soon });
    expect((await desk.run("repository", "check")).stdout).toContain("timestamp.json is expired");
    const ran = await desk.json("repository", "refresh");
    expect(ran).toMatchObject({ code: 0, value: { soon: [{ role: "policy" }, { role: "directives" }] } });
    expect((await desk.run("repository", "check")).code).toBe(0);
    const renewed = await desk.json("repository", "refresh", "--renew", "policy", "--renew", "directives");
    expect(renewed).toMatchObject({ code: 0, value: { soon: [] } });
    expect((await desk.run("repository", "check")).code).toBe(0);
  });

  test.each([
    ["a changed target", "targets/policy", /first\.json$/, "Expected length"],
    ["a file that is not there", "metadata", /^1\.directives/, "Failed to download"],
    ["a changed role", "metadata", /^1\.targets/, "Expected length"],
  ])("is found bad for %s", async (_what, folder, name, words) => {
    const desk = await makeDeskSite();
    const inside = join(desk.repository.folder, folder);
    const file = readdirSync(inside).find((one) => name.test(one)) ?? "";
    if (words.startsWith("Failed")) rmSync(join(inside, file));
    else writeFileSync(join(inside, file), "{}");
    expect(await desk.json("repository", "check")).toMatchObject({
      code: 1,
      value: { problems: [expect.stringContaining(words)] },
    });
  });
});

describe("rollout status", () => {
  test("shows what endpoints enforce against what the desk has published", async () => {
    const desk = await makeDeskSite();
    const folder = join(desk.folder, "reports");
    mkdirSync(folder);
    for (let index = 0; index < 4; index += 1)
      writeFileSync(
        join(folder, `${index}.json`),
        JSON.stringify(report({ release: "first", policy: 1, directives: index === 0 ? 0 : 1 })),
      );
    const ran = await desk.run("rollout", "status", "--folder", folder);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("4 endpoints. Newest is policy 1, directives 1.");
    expect(ran.stdout).toContain("first (policy 1, directives 1)  ███████████████████████░░░░░░░  75.0 %  3");
    expect(ran.stdout).toContain("median 2.0 s, 95 % within 2.0 s (3 endpoints)");
    expect(ran.stdout).toContain(
      "Behind are 1:\n  0123456789abcdef0123456789abcdef  first (policy 1, directives 0)  not there yet",
    );
  });
});
