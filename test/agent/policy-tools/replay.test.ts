import { describe, expect, test } from "vitest";
import { Replay, RecordedDecision, type Played } from "../../../agent/policy-tools/replay.ts";
import { simulationLines } from "../../../agent/policy-tools/simulation-report.ts";
import { Tally } from "../../../agent/policy-tools/tally.ts";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { decisionEvent } from "../sample-events.ts";
import { ANY_MOMENT, policy, rule } from "../../shared/policy/plain-policy.ts";
import { NOON, person } from "./sample-policy.ts";

const PEOPLE = new Map([["ada@example.com", person("ada@example.com", ["engineering"])]]);
const OPEN = rule("open");

function recorded(fields: Partial<DecisionEvent>): RecordedDecision {
  const event = decisionEvent("event-00001", { time: NOON, effect: "permit", rules: ["open"], ...fields });
  return RecordedDecision.parse(event);
}

function play(draft: ReturnType<typeof policy>, fields: Partial<DecisionEvent>): Played {
  return new Replay(draft, PEOPLE).play(recorded(fields));
}

describe("a recorded request under a draft", () => {
  test("that goes as it went is no change", () => {
    expect(play(policy([OPEN]), {})).toMatchObject({ change: null, rules: ["open"] });
    expect(play(policy([]), { effect: "deny" })).toMatchObject({ change: null, ground: "default" });
  });

  test("is newly denied, permitted or asked for more", () => {
    const closed = rule("closed", { effect: "forbid", models: ["anthropic/*"] });
    expect(play(policy([OPEN, closed]), {})).toMatchObject({ change: { kind: "lost" }, rules: ["closed"] });
    expect(play(policy([OPEN]), { effect: "deny" })).toMatchObject({ change: { kind: "gained" } });
    const warned = policy([{ ...OPEN, obligations: ["warn"] }]);
    expect(play(warned, {})).toMatchObject({ change: { kind: "asked_more", added: ["warn"] } });
    expect(play(policy([OPEN]), { obligations: ["warn"] })).toMatchObject({
      change: { kind: "asked_less", dropped: ["warn"] },
    });
  });

  test("is made at the moment, on the account and with the body that it had", () => {
    const until = policy([rule("until", { until: NOON })]);
    expect(play(until, {})).toMatchObject({ change: { kind: "lost" } });
    expect(play(until, { time: NOON - 1 })).toMatchObject({ change: null });
    const company = policy([rule("company", { when: { ...ANY_MOMENT, account: "corporate" } })]);
    expect(play(company, { account: "corporate" })).toMatchObject({ change: null });
    expect(play(company, { account: "personal" })).toMatchObject({ change: { kind: "lost" } });
    expect(play(policy([OPEN]), { inspectable: false })).toMatchObject({ ground: "uninspectable" });
    const inEurope = policy([rule("in-europe", { when: { ...ANY_MOMENT, regions: ["eu-*"] } })]);
    expect(play(inEurope, { region: "eu-west-1" })).toMatchObject({ change: null });
    expect(play(inEurope, { region: null })).toMatchObject({ change: { kind: "lost" } });
  });

  test("of a set is settled by the strictest, and the draft's own set goes before the recorded one (P7)", () => {
    const closed = rule("closed", { effect: "forbid", models: ["a/closed"] });
    const auto = { model: null, mayBe: ["a/open", "a/closed"], modelAsSent: "auto", service: "claude-web" };
    expect(play(policy([OPEN, closed]), auto)).toMatchObject({ change: { kind: "lost" } });
    const sets = [{ service: "claude-web", sent: "auto", models: ["a/open"] }];
    expect(play(policy([OPEN, closed], { sets }), auto)).toMatchObject({ change: null });
  });

  test("for what the page alone named is closed by that, and never opened", () => {
    const closed = rule("closed", { effect: "forbid", models: ["a/closed"] });
    const id = { model: null, mayBe: null, modelAsSent: "0199", service: "lmarena-web" };
    const draft = policy([OPEN, closed], { unidentified: "permit" });
    expect(play(draft, id)).toMatchObject({ change: null });
    expect(play(draft, { ...id, pageNamed: ["a/closed"] })).toMatchObject({ change: { kind: "lost" } });
    const strict = policy([OPEN], { unidentified: "forbid" });
    expect(play(strict, { ...id, pageNamed: ["a/open"] })).toMatchObject({ ground: "unidentified" });
  });

  test("that an enforcer could not carry out counts as the permit that the policy gave", () => {
    const warned = { effect: "deny", ground: "obligation", obligations: ["warn"] } as const;
    expect(
      play(policy([{ ...OPEN, obligations: ["warn"] }]), { ...warned, obligations: ["warn"] }),
    ).toMatchObject({
      change: null,
    });
  });

  test("while the agent was away is decided as while it is away", () => {
    const away = { effect: "deny", ground: "agent_away" } as const;
    expect(play(policy([OPEN]), away)).toMatchObject({ change: null, ground: "agent_away" });
    expect(play(policy([OPEN], { openWhileAway: 0 }), away)).toMatchObject({ change: { kind: "gained" } });
  });

  test.each([
    ["nobody", { person: null }],
    ["stranger", { person: "eve@example.com" }],
    ["no_clearance", { ground: "not_ready" }],
    ["stale", { ground: "stale" }],
    ["no_action", { operation: "model_list" }],
  ] as const)("that cannot be told is counted as %s", (unplayed, fields) => {
    expect(play(policy([OPEN]), fields)).toEqual({ unplayed });
  });
});

describe("the tally", () => {
  test("counts by rule, person and model, keeps the first examples, and says it in lines", () => {
    const draft = policy([OPEN, rule("closed", { effect: "forbid", models: ["anthropic/mythos-5"] })]);
    const replay = new Replay(draft, PEOPLE);
    const tally = new Tally();
    for (let sequence = 1; sequence <= 20; sequence++) {
      const one = recorded({ model: sequence <= 12 ? "anthropic/mythos-5" : "openai/gpt-5.5" });
      tally.take(sequence, one, replay.play(one));
    }
    const stranger = recorded({ person: "eve@example.com" });
    tally.take(21, stranger, replay.play(stranger));
    const report = tally.report();
    expect(report).toMatchObject({ replayed: 20, same: 8, unplayed: { stranger: 1 } });
    expect(report.changes.lost).toMatchObject({
      requests: 12,
      byRule: { closed: 12 },
      byPerson: { "ada@example.com": 12 },
      byModel: { "anthropic/mythos-5": 12 },
    });
    expect(report.changes.lost.examples.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    const lines = simulationLines(report, draft).join("\n");
    expect(lines).toContain("12 would newly be denied");
    expect(lines).toContain("by model   Mythos 5 12");
    expect(lines).toContain("Not replayed: 1 are of people whom the people file does not have.");
  });

  test("counts endless names in bounded memory", () => {
    const replay = new Replay(policy([]), PEOPLE);
    const tally = new Tally();
    for (let sequence = 1; sequence <= 12_000; sequence++) {
      const one = recorded({ model: `made-up/${sequence}` });
      tally.take(sequence, one, replay.play(one));
    }
    const { byModel } = tally.report().changes.lost;
    expect(Object.keys(byModel)).toHaveLength(10_001);
    expect(byModel["others"]).toBe(2_000);
  });
});
