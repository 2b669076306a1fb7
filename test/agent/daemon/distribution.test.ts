import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { EndpointReport } from "../../../shared/schema/endpoint-report.ts";
import { Distribution } from "../../../agent/daemon/distribution.ts";
import { parseConfig } from "../../../agent/platform/config.ts";
import { until } from "../../e2e/until.ts";
import { startNudges } from "../distribution/nudge-broker.ts";
import { content, directive } from "../distribution/signed.ts";
import { makeSignedSite } from "../distribution/signed-site.ts";
import { PEOPLE, run, startAgent } from "../running.ts";
import { talkAt } from "../talk.ts";
import { greeted, journalOf, lifeOf, statusOf } from "../witness.ts";

describe("an agent with a signed source", () => {
  test("is closed until it has fetched, then enforces, and says so in status and journal", async () => {
    const { site, desk, server } = await makeSignedSite();
    server.isUp = false;
    desk.publish(content("r1"));
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.hello();
    expect((await talk.state()).clearance).toBeNull();
    expect((await statusOf(site)).signed).toMatchObject({ release: null, policy: 0, nudge: "off" });
    expect(lifeOf(site)).toContain("policy degraded");
    server.isUp = true;
    // Whoever changes the people makes it look: the person may be in another ring.
    writeFileSync(site.people, `${PEOPLE}  - {id: new@example.com}\n`);
    await talk.state(({ clearance }) => clearance?.revision === "r1+1");
    expect((await statusOf(site)).signed).toMatchObject({ release: "r1", policy: 1, directives: 1 });
    expect(lifeOf(site)).toContain("policy applied");
  });

  test("records once for each browser and revision how long it took", async () => {
    const { site, desk } = await makeSignedSite();
    desk.publish(content("r1"));
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.hello();
    await talk.state(({ clearance }) => clearance?.revision === "r1+1");
    for (const _ of [1, 2]) talk.send({ type: "applied", revision: "r1+1", at: Date.now() });
    talk.send({ type: "applied", revision: "made up", at: Date.now() });
    await until("the release is known", async () => (await statusOf(site)).signed?.release === "r1");
    const enforced = journalOf(site).filter(({ kind }) => kind === "enforced");
    expect(enforced).toMatchObject([
      {
        revision: "r1+1",
        release: "r1",
        policy: 1,
        directives: 1,
        instance: "profile-1",
        person: "ada@example.com",
      },
    ]);
    const [{ took } = { took: null }] = enforced.flatMap((event) =>
      event.kind === "enforced" ? [event] : [],
    );
    expect(took).toBeGreaterThanOrEqual(0);
    expect(took).toBeLessThan(60_000);
    const { stdout } = await run(site, ["agent", "status", "--config", site.config]);
    expect(stdout).toMatch(/Signed +release r1 \(targets 1\), directives 1, signed /);
  });

  test("tells of each look as it begins, a nudged one too, whatever is found", async () => {
    const { broker, nudge, yaml } = await startNudges();
    const { site, desk } = await makeSignedSite(() => yaml);
    desk.publish(content("r1"));
    const end = new AbortController();
    onTestFinished(() => end.abort());
    const reading = parseConfig(site.config, readFileSync(site.config, "utf8"), {
      config: "",
      state: "",
      socket: "",
    });
    if (!reading.ok || !("distribution" in reading.value.policy)) throw new Error("This is no signed site.");
    const settings = reading.value.policy.distribution;
    const signed = new Distribution({
      config: reading.value,
      settings,
      signal: end.signal,
      tell: () => undefined,
    });
    let looks = 0;
    const subscribed = once(broker, "subscribe");
    await signed.start({
      needs: () => ({ groups: [], trial: () => [] }),
      onChange: () => Promise.resolve(),
      onLook: () => void (looks += 1),
    });
    await subscribed;
    await until("the newest is there", () => signed.policy.timestampVersion === desk.versions.timestamp);
    expect(looks).toBe(1);
    desk.seal();
    nudge(String(desk.versions.timestamp));
    await until("the newest is there", () => signed.policy.timestampVersion === desk.versions.timestamp);
    expect(looks).toBe(2);
  });

  test("looks at once when it is nudged, pushes the change, and reports it", async () => {
    const { broker, reports, nudge, yaml } = await startNudges();
    const { site, desk } = await makeSignedSite(() => yaml);
    desk.publish(content("r1"));
    const subscribed = once(broker, "subscribe");
    await startAgent(site);
    await subscribed;
    const talk = await talkAt(site.socket);
    talk.hello();
    await talk.state(({ clearance }) => clearance?.revision === "r1+1");
    desk.publish(content("r1", [directive("stop")]));
    const before = Date.now();
    nudge(String(desk.versions.timestamp));
    await talk.state(({ clearance }) => clearance?.revision === "r1+2");
    expect(Date.now() - before).toBeLessThan(3_000);
    talk.send({ type: "applied", revision: "r1+2", at: Date.now() });
    await until("it is reported", () =>
      reports.some(({ revision, enforced }) => revision === "r1+2" && enforced !== null),
    );
    expect(reports.at(-1)).toMatchObject({
      release: "r1",
      policy: 1,
      directives: 2,
      browsers: 1,
      problem: null,
    });
    expect((await statusOf(site)).signed?.nudge).toBe("connected");
  });

  test("is not made to fetch without end by a storm of lying nudges", async () => {
    const { broker, nudge, yaml } = await startNudges();
    const { site, desk, server } = await makeSignedSite(() => yaml);
    desk.publish(content("r1"));
    const subscribed = once(broker, "subscribe");
    await startAgent(site);
    await subscribed;
    await greeted(site);
    server.asked.length = 0;
    const end = Date.now() + 4_000;
    for (let version = 1_000; Date.now() < end;) {
      for (let count = 0; count < 100; count++) nudge(String(version++));
      nudge("9".repeat(10_000));
      nudge("look!");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(server.asked.length).toBeGreaterThan(0);
    expect(server.asked.length).toBeLessThanOrEqual(4);
  });

  test("reports by PUT where there is no broker, again until it gets through", async () => {
    const { site, desk, server } = await makeSignedSite(({ url }) => `  report: ${url}reports\n`);
    let failures = 0;
    server.answering = (_path, request, response) => {
      if (request.method !== "PUT" || failures > 0) return false;
      failures += 1;
      response.writeHead(500).end();
      return true;
    };
    desk.publish(content("r1"));
    await startAgent(site);
    await until("the report is put", () => [...server.put.values()].some((text) => text.includes('"r1+1"')));
    const [[path = "", text = ""] = []] = server.put;
    const report = EndpointReport.parse(JSON.parse(text));
    expect(path).toBe(`reports/${report.device}.json`);
    expect(report).toMatchObject({ release: "r1", browsers: 0, enforced: null });
  });
});
