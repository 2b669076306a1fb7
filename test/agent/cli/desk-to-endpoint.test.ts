import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import type { AgentStatus } from "../../../shared/wire/local-api.ts";
import { until } from "../../e2e/until.ts";
import { startBroker } from "../publishing/broker.ts";
import { served } from "../served.ts";
import { makeSite, startAgent, type Site } from "../running.ts";
import { greeted, statusOf } from "../witness.ts";
import { makeDeskSite } from "./desk-site.ts";

/** Waits until what an agent says of its signed policy is so. */
async function obeyed(site: Site, what: (signed: AgentStatus["signed"]) => boolean): Promise<void> {
  await until("the agent obeys", async () => what((await statusOf(site)).signed));
}

test("what the desk publishes is in force at an agent that has its first root, at once by the nudge, and reported", async () => {
  const broker = await startBroker();
  const nudge = { url: broker.url, topic: "lanyard/contoso" };
  const desk = await makeDeskSite({ nudge });
  expect((await desk.run("repository", "upload")).code).toBe(0);
  const site = makeSite();
  rmSync(dirname(site.policy), { recursive: true });
  writeFileSync(join(site.folder, "root.json"), desk.root);
  const url = `${(await served(join(desk.folder, "site"))).url}/`;
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
  await obeyed(site, (signed) => signed?.release === "first" && signed.nudge === "connected");

  const issued = await desk.json("directive", "issue", "forbid all on anthropic/mythos-5", "--cut");
  expect(issued).toMatchObject({ code: 0, value: { nudgeProblem: null } });
  await obeyed(site, (signed) => signed?.directives === 2 && signed.problem === null);

  desk.write("policy/more.yaml", 'rules: [{id: more, permit: [image], models: ["openai/gpt-*"]}]\n');
  expect((await desk.run("policy", "publish", "--release", "b")).code).toBe(0);
  await obeyed(site, (signed) => signed?.release === "b" && signed.problem === null);

  expect((await desk.run("keys", "rotate", "on-call")).code).toBe(0);
  await obeyed(site, (signed) => signed?.directives === 3 && signed.policy === 3 && signed.problem === null);
  const { value } = await desk.json("rollout", "status");
  expect(value).toMatchObject({ endpoints: 1, newest: { policy: 3, directives: 3 } });
});
