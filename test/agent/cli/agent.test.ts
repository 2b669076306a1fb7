import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../../../agent/cli/commands.ts";
import { AgentStatus } from "../../../shared/wire/local-api.ts";
import { makeSite, PEOPLE, run, startAgent } from "../running.ts";
import { talkAt } from "../talk.ts";

test("agent status tells how a running agent is, to people and to programs", async () => {
  const site = makeSite();
  const agent = await startAgent(site);
  const talk = await talkAt(site.socket);
  talk.hello({ browser: "Firefox" });
  await talk.state();
  const json = await run(site, ["agent", "status", "--config", site.config, "--json"]);
  expect(json.code).toBe(0);
  expect(AgentStatus.parse(JSON.parse(json.stdout))).toMatchObject({
    pid: agent.pid,
    organization: "Example Corp",
    person: "ada@example.com",
    policy: { rules: 2, problems: [] },
    journal: { events: 4, problem: null },
    extensions: [{ browser: "Firefox", instance: "profile-1" }],
  });
  const { stdout } = await run(site, ["agent", "status", "--config", site.config]);
  expect(stdout).toContain("ada@example.com at Example Corp");
  expect(stdout).toContain("1.0.0 in Firefox");
});

test("agent status says that none runs, and that a configuration is missing or has problems", async () => {
  const site = makeSite();
  const away = await run(site, ["agent", "status", "--config", site.config, "--json"]);
  expect(away.code).toBe(3);
  expect(JSON.parse(away.stdout)).toMatchObject({ error: { code: "notRunning" } });
  expect((await run(site, ["agent", "status", "--config", "none.yaml"])).code).toBe(4);
  writeFileSync(site.config, "lanyard: 1\npolicy: p\n");
  for (const command of ["run", "status"]) {
    const ran = await run(site, ["agent", command, "--config", site.config]);
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('agent.yaml:1:1 "people" is missing.'),
    });
  }
});

test("an agent whose log nobody reads any more goes on", async () => {
  const site = makeSite();
  const agent = await startAgent(site);
  agent.stdout.destroy();
  const talk = await talkAt(site.socket);
  talk.hello();
  await talk.state();
  writeFileSync(site.people, PEOPLE.replace("Ada", "Ada L."));
  await talk.state(({ clearance }) => clearance?.holder.name === "Ada L.");
  writeFileSync(site.people, PEOPLE.replace("Ada", "Ada B."));
  await talk.state(({ clearance }) => clearance?.holder.name === "Ada B.");
  expect(agent.exitCode).toBeNull();
});

test("agent run without a configuration names the usual place for it", async () => {
  const site = makeSite();
  const ran = await run(site, ["agent", "run"]);
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain("config/lanyard/agent.yaml cannot be read");
});

test.each(COMMANDS.map(({ name, example }) => [name, example]))(
  "%s has help with an example",
  async (name, example) => {
    const ran = await run(makeSite(), [...name.split(" "), "--help"]);
    expect(ran).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(example) });
  },
);

test.each([
  ["nothing", [], "Say what to do"],
  ["half a name", ["journal"], "Commands are: journal list, journal show,"],
  ["a name that is none", ["frobnicate"], '"frobnicate" is no command'],
])("%s is wrong usage", async (_what, args, sentence) => {
  expect(await run(makeSite(), args)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
});

test("the version is that of the package", async () => {
  expect(await run(makeSite(), ["--version"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("lanyard/1.0.0"),
  });
});
