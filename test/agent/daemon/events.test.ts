import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { until } from "../../e2e/until.ts";
import { exitOf, makeSite, startAgent } from "../running.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { talkAt } from "../talk.ts";
import { greeted, journalOf, lifeOf } from "../witness.ts";

describe("events", () => {
  test("are durable when they are acknowledged, once each", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    const talk = await greeted(site);
    const events = decisionEvents(3);
    const ids = events.map(({ id }) => id);
    talk.send({ type: "events", events });
    await talk.stored(ids);
    talk.heard.length = 0;
    talk.send({ type: "events", events });
    await talk.stored(ids);
    agent.kill("SIGKILL");
    await exitOf(agent);
    expect(journalOf(site).filter(({ kind }) => kind === "decision")).toEqual(events);
  });

  test("that nobody can read are acknowledged and counted, and cost the others nothing", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const batch = [{ id: "bad-event-1", secret: "the prompt" }, decisionEvent("good-event"), 7, null];
    talk.send({ type: "events", events: batch });
    await talk.stored(["bad-event-1", "good-event"]);
    talk.heard.length = 0;
    talk.send({ type: "events", events: batch });
    await talk.stored(["bad-event-1"]);
    const events = journalOf(site);
    expect(events.filter(({ kind }) => kind === "gap")).toMatchObject([{ what: "event_refused", count: 3 }]);
    expect(events.some(({ id }) => id === "good-event")).toBe(true);
    expect(JSON.stringify(events)).not.toContain("the prompt");
  });

  test("before a hello are refused, and so is another protocol", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.send({ type: "events", events: decisionEvents(1) });
    talk.hello({ protocol: 2 });
    const refusals = await talk.until((heard) => {
      const codes = heard.flatMap((one) => (one.type === "refused" ? [one.code] : []));
      return codes.length === 2 ? codes : undefined;
    });
    expect(refusals).toEqual(["hello_first", "other_protocol"]);
  });

  test("are not acknowledged while the journal cannot be written, and come again after", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    await until("its coming is recorded", () =>
      journalOf(site).some((event) => event.kind === "lifecycle" && event.what === "connected"),
    );
    const locker = new DatabaseSync(site.journal);
    locker.exec("BEGIN IMMEDIATE");
    talk.send({ type: "events", events: decisionEvents(2) });
    const { health } = await talk.state((state) => state.health.journalProblem !== null);
    expect(health.journalProblem).toContain("another program holds it");
    expect(talk.heard.some(({ type }) => type === "stored")).toBe(false);
    locker.exec("ROLLBACK");
    locker.close();
    await talk.end();
    const again = await greeted(site);
    again.send({ type: "events", events: decisionEvents(2) });
    await again.stored(decisionEvents(2).map(({ id }) => id));
    expect((await again.state()).health.journalProblem).toBeNull();
    expect(lifeOf(site)).toContain("agent degraded");
  }, 20_000);

  test("find a new journal where the old one is damaged, which is kept and told of", async () => {
    const site = makeSite();
    mkdirSync(dirname(site.journal));
    writeFileSync(site.journal, "nothing that SQLite knows ".repeat(50));
    await startAgent(site);
    await greeted(site);
    const detail = journalOf(site).flatMap((event) =>
      event.kind === "lifecycle" && event.what === "degraded" ? [event.detail] : [],
    );
    expect(detail).toHaveLength(1);
    expect(detail[0]).toContain(".damaged-");
  });
});
