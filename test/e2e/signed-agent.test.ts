import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import mqtt from "mqtt";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Desk } from "../agent/distribution/desk.ts";
import { content, directive } from "../agent/distribution/signed.ts";
import { startMosquitto } from "../servers/mosquitto.ts";
import { startNginx, type Nginx } from "../servers/nginx.ts";
import { AgentProcess } from "./agent-process.ts";
import { until } from "./until.ts";

let folder: string;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-signed-"));
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Uploads as a desk does: the timestamp last. */
async function upload(desk: Desk, { root }: Nginx): Promise<void> {
  const files = [...desk.files].toSorted(
    ([a], [b]) => Number(a.endsWith("/timestamp.json")) - Number(b.endsWith("/timestamp.json")),
  );
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
}

/** The built agent with this part `distribution`, under a name of its own. */
async function startAgent(name: string, desk: Desk, distribution: object): Promise<AgentProcess> {
  const place = join(folder, name);
  await mkdir(place);
  await writeFile(join(place, "root.json"), desk.firstRoot);
  await writeFile(join(place, "people.yaml"), "people:\n  - {id: ada@example.com}\n");
  const config = {
    lanyard: 1,
    distribution: { root: "root.json", ...distribution },
    people: "people.yaml",
    person: "ada@example.com",
    journal: "state/journal.db",
    socket: "run/agent.sock",
  };
  await writeFile(join(place, "agent.yaml"), JSON.stringify(config));
  const agent = new AgentProcess(join(place, "agent.yaml"));
  await agent.start();
  ends.push(() => agent.stop());
  return agent;
}

async function revisionOf(agent: AgentProcess): Promise<unknown> {
  return (await agent.status())?.policy;
}

async function untilRevision(agent: AgentProcess, revision: string): Promise<void> {
  await until(`the agent enforces ${revision}`, async () =>
    JSON.stringify(await revisionOf(agent)).includes(`"${revision}"`),
  );
}

test("the built agent obeys what nginx serves and Mosquitto nudges it to, over TLS, and reports", async ({
  skip,
}) => {
  const nginx = (await startNginx(join(folder, "nginx"))) ?? skip("There is no nginx here.");
  ends.push(() => nginx.stop());
  const broker = (await startMosquitto(join(folder, "mosquitto"))) ?? skip("There is no Mosquitto here.");
  ends.push(() => broker.stop());
  const desk = new Desk();
  desk.publish(content("r1"));
  await upload(desk, nginx);
  const it = await mqtt.connectAsync(broker.url, { protocolVersion: 5, rejectUnauthorized: false });
  ends.push(() => it.endAsync());
  const reports: string[] = [];
  it.on("message", (_topic, payload) => reports.push(payload.toString()));
  await it.subscribeAsync("corp/endpoints/+", { qos: 1 });
  const agent = await startAgent("nudged", desk, {
    url: nginx.url,
    ca: nginx.ca,
    nudge: { url: broker.url, topic: "corp", ca: broker.ca },
  });
  await untilRevision(agent, "r1+1");
  await until("the nudge is connected", async () =>
    JSON.stringify(await agent.status()).includes('"nudge":"connected"'),
  );
  desk.publish(content("r1", [directive("stop")]));
  await upload(desk, nginx);
  await it.publishAsync("corp/look", String(desk.versions.timestamp), { qos: 1, retain: true });
  await untilRevision(agent, "r1+2");
  await until("it is reported", () => Promise.resolve(reports.some((text) => text.includes('"r1+2"'))));
});

test("the built agent believes no server whose certificate is not the one it was given, and reports by PUT", async ({
  skip,
}) => {
  const nginx = (await startNginx(join(folder, "plain"))) ?? skip("There is no nginx here.");
  ends.push(() => nginx.stop());
  const desk = new Desk();
  desk.publish(content("r1"));
  await upload(desk, nginx);
  const wary = await startAgent("wary", desk, { url: nginx.url });
  await until("the look failed", async () => JSON.stringify(await wary.journal()).includes("unreachable: "));
  expect(await revisionOf(wary)).toMatchObject({ revision: null });
  const trusting = await startAgent("trusting", desk, {
    url: nginx.url,
    ca: nginx.ca,
    report: `${nginx.url}reports`,
  });
  await untilRevision(trusting, "r1+1");
  const signed = (await trusting.status())?.signed;
  await until("the report is there", async () =>
    (await readFile(join(nginx.reports, `${signed?.device}.json`), "utf8").catch(() => "")).includes(
      '"r1+1"',
    ),
  );
});
