import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DIRECTIVES_TARGET } from "../../../shared/schema/bundle.ts";
import { asEndpoint } from "../publishing/as-endpoint.ts";
import { report } from "../publishing/made-report.ts";
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
