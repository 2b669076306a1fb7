import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { AgentStatus } from "../../../shared/wire/local-api.ts";
import { startBroker } from "../publishing/broker.ts";
import { served } from "../publishing/as-endpoint.ts";
import { makeSite, run, startAgent, type Site } from "../running.ts";
import { greeted } from "../witness.ts";
import { makeDeskSite } from "./desk-site.ts";

async function signedStatus(site: Site): Promise<AgentStatus["signed"]> {
  const { stdout } = await run(site, ["agent", "status", "--json", "--config", site.config]);
  return AgentStatus.parse(JSON.parse(stdout)).signed;
}

/** Looks until a status is so; the test's own time is the limit. */
async function until(site: Site, what: (status: AgentStatus["signed"]) => boolean): Promise<void> {
  while (!what(await signedStatus(site))) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("what the desk publishes is in force at an agent that has its first root, at once by the nudge, and reported", async () => {
  const broker = await startBroker();
  const nudge = { url: broker.url, topic: "lanyard/contoso" };
  const desk = await makeDeskSite({ nudge });
  expect((await desk.run("repository", "upload")).code).toBe(0);
  const site = makeSite();
  rmSync(dirname(site.policy), { recursive: true });
  writeFileSync(join(site.folder, "root.json"), desk.root);
  const url = `${await served(join(desk.folder, "site"))}/`;
  writeFileSync(
    site.config,
    stringify({
      lanyard: 1,
      distribution: { url, root: "root.json", nudge },
      people: "people.yaml",
      person: "ada@example.com",
      journal: "state/journal.db",
      socket: "run/agent.sock",
    }),
  );
  await startAgent(site);
  await greeted(site);
  await until(site, (signed) => signed?.release === "first" && signed.nudge === "connected");

  const issued = await desk.json("directive", "issue", "forbid all on anthropic/mythos-5", "--cut");
  expect(issued).toMatchObject({ code: 0, value: { nudgeProblem: null } });
  await until(site, (signed) => signed?.directives === 2 && signed.problem === null);

  desk.write("policy/more.yaml", 'rules: [{id: more, permit: [image], models: ["openai/gpt-*"]}]\n');
  expect((await desk.run("policy", "publish", "--release", "b")).code).toBe(0);
  await until(site, (signed) => signed?.release === "b" && signed.problem === null);

  expect((await desk.run("keys", "rotate", "on-call")).code).toBe(0);
  await until(site, (signed) => signed?.directives === 3 && signed.policy === 3 && signed.problem === null);
  const { value } = await desk.json("rollout", "status");
  expect(value).toMatchObject({ endpoints: 1, newest: { policy: 3, directives: 3 } });
});
