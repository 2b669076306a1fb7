import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { MineAnswer } from "../../../shared/wire/mine.ts";
import { makeSite, startAgent } from "../running.ts";
import { decisionEvent } from "../sample-events.ts";
import { talkAt, type Talk } from "../talk.ts";
import { greeted } from "../witness.ts";

function mine(talk: Talk, n: number): Promise<MineAnswer> {
  talk.send({ type: "mine", n, before: null, limit: 100 });
  return talk.until((heard) => heard.find((one): one is MineAnswer => one.type === "mine" && one.n === n));
}

test("an extension gets the records of the person here, and of nobody else, whatever it asks", async () => {
  const site = makeSite();
  await startAgent(site);
  const talk = await greeted(site);
  const events = [decisionEvent("of-ada-0001"), decisionEvent("of-eve-0001", { person: "eve@example.com" })];
  talk.send({ type: "events", events });
  await talk.stored(events.map(({ id }) => id));
  const answer = await mine(talk, 1);
  expect(answer.events.map(({ event }) => event.id)).toEqual(["of-ada-0001"]);
  expect(answer.total).toBe(1);
  talk.send({ type: "mine", n: 2, before: null, limit: 100, person: "eve@example.com" });
  const refusal = await talk.until((heard) => heard.find((one) => one.type === "refused"));
  expect(refusal).toMatchObject({ code: "unknown_message" });
});

test("a record that is larger than a frame to the browser comes in parts", async () => {
  const site = makeSite();
  await startAgent(site);
  const talk = await greeted(site);
  const mayBe = Array.from({ length: 3_000 }, (_, n) => `lab/${"x".repeat(480)}${n}`);
  talk.send({ type: "events", events: [decisionEvent("of-ada-0001", { mayBe })] });
  await talk.stored(["of-ada-0001"]);
  expect((await mine(talk, 1)).events[0]?.event["mayBe"]).toEqual(mayBe);
});

test("records that are asked for before the hello are refused", async () => {
  const site = makeSite();
  await startAgent(site);
  const talk = await talkAt(site.socket);
  talk.send({ type: "mine", n: 1, before: null, limit: 1 });
  const refusal = await talk.until((heard) => heard.find((one) => one.type === "refused"));
  expect(refusal).toMatchObject({ code: "hello_first" });
});

test("the state says what the person holds, and changes when that does", async () => {
  const site = makeSite();
  await startAgent(site);
  const talk = await greeted(site);
  expect((await talk.state()).held).toBeUndefined();
  const grant = "{id: req-1, holder: {people: [ada@example.com]}, models: [anthropic/mythos-5]}";
  appendFileSync(site.policy, `grants: [${grant}]\n`);
  const state = await talk.state(({ held }) => held !== undefined);
  expect(state.held).toMatchObject([{ id: "req-1", kind: "grant", until: null }]);
});
