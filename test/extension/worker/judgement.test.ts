import { expect, test } from "vitest";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { recordOf } from "../../../extension/worker/record.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Clearance, ResidualRule } from "../../../shared/schema/clearance.ts";
import type { AgentState } from "../../../shared/wire/native.ts";
import { ANY_MOMENT } from "../../shared/policy/plain-policy.ts";
import { CLEARANCE, rule } from "../states.ts";

const catalog = indexCatalog(SERVICES);
const NOW = 1_000_000;

const PERMIT = rule({ id: "everyday", effect: "permit", models: ["anthropic/*"] });

function clearance(...rules: readonly ResidualRule[]): Clearance {
  return {
    ...CLEARANCE,
    holder: { ...CLEARANCE.holder, level: 1, compartments: [] },
    levels: ["open", "controlled"],
    openWhileAway: 0,
    classifications: [{ models: ["anthropic/mythos-5"], unknownToo: false, level: 1, compartments: [] }],
    rules: [...rules],
    almost: [],
    models: [],
  };
}

function stateOf(held: Clearance | null): AgentState {
  const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  return { type: "state", clearance: held, health, promptKey: "0".repeat(64) };
}

function postureOf(held: Clearance | null): Posture {
  const posture = new Posture("1.0.0", NOW);
  posture.apply(stateOf(held));
  return posture;
}

function call(model: string): Call {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ model, messages: [{ role: "user", content: "hello" }] }),
  );
  return {
    method: "POST",
    url: "https://api.anthropic.com/v1/messages",
    headers: null,
    body: { kind: "bytes", bytes },
    frames: [],
  };
}

const verdict = (posture: Posture, model: string) => {
  const { effect, ground } = judgeCall(catalog, posture, call(model), NOW)?.decision ?? {
    effect: "none",
    ground: "none",
  };
  return `${effect} by ${ground}`;
};

test("before the first state nothing is open", () => {
  expect(verdict(new Posture("1.0.0", NOW), "claude-opus-4-8")).toBe("deny by not_ready");
});

test("a state without a clearance opens nothing", () => {
  expect(verdict(postureOf(null), "claude-opus-4-8")).toBe("deny by not_ready");
});

test("a permitted model is permitted, and one that no rule names is not", () => {
  const posture = postureOf(clearance(PERMIT));
  expect(verdict(posture, "claude-opus-4-8")).toBe("permit by rule");
  expect(
    judgeCall(catalog, posture, { ...call("x"), url: "https://api.openai.com/v1/chat/completions" }, NOW)
      ?.decision.effect,
  ).toBe("deny");
});

test("a rule about regions is met by the region of the call, and not where none is told (P5)", () => {
  const posture = postureOf(
    clearance({ ...PERMIT, models: ["openai/*"], when: { ...ANY_MOMENT, regions: ["eu"] } }),
  );
  const at = (host: string) =>
    judgeCall(catalog, posture, { ...call("gpt-5.5"), url: `https://${host}/v1/chat/completions` }, NOW);
  expect(at("eu.api.openai.com")?.decision.effect).toBe("permit");
  expect(at("us.api.openai.com")?.decision.effect).toBe("deny");
  expect(at("api.openai.com")?.decision.effect).toBe("deny");
});

test("an obligation that the worker carries out leaves a permit standing", () => {
  expect(verdict(postureOf(clearance({ ...PERMIT, obligations: ["notify"] })), "claude-opus-4-8")).toBe(
    "permit by rule",
  );
});

test.each(["warn", "justify", "redact", "seal"] as const)(
  "the obligation %s, which it cannot carry out, means deny (P1)",
  (obligation) => {
    expect(verdict(postureOf(clearance({ ...PERMIT, obligations: [obligation] })), "claude-opus-4-8")).toBe(
      "deny by obligation",
    );
  },
);

test("while the agent is away the levels that stay open are open, and controlled ones are not", () => {
  const posture = postureOf(clearance(PERMIT));
  posture.agentLost(NOW);
  expect(verdict(posture, "claude-opus-4-8")).toBe("permit by rule");
  expect(verdict(posture, "mythos-5")).toBe("deny by agent_away");
});

test("the state of an earlier life counts as without the agent, and never replaces what the agent said in this one", () => {
  const posture = new Posture("1.0.0", NOW);
  posture.remember(stateOf(clearance(PERMIT)));
  expect(verdict(posture, "mythos-5")).toBe("deny by agent_away");
  posture.apply(stateOf(null));
  posture.remember(stateOf(clearance(PERMIT)));
  expect(verdict(posture, "claude-opus-4-8")).toBe("deny by not_ready");
});

test("what sends nothing needs no decision", () => {
  const list: Call = {
    method: "GET",
    url: "https://api.openai.com/v1/models",
    headers: null,
    body: { kind: "none" },
    frames: [],
  };
  expect(judgeCall(catalog, new Posture("1.0.0", NOW), list, NOW)).toBeNull();
});

test("what the policy says a string may mean goes before the model it looks like (P7)", () => {
  const sets = [{ service: "anthropic-api", sent: "claude-opus-4-8", models: ["lab/hidden"] }];
  const posture = postureOf({ ...clearance(PERMIT), sets });
  expect(judgeCall(catalog, posture, call("claude-opus-4-8"), NOW)?.decision).toMatchObject({
    effect: "deny",
    model: "lab/hidden",
  });
});

test("the age of the policy is counted from when the agent last found it to be the newest", () => {
  const stale = [{ after: 60_000, obligations: [], openUpTo: -1 }];
  const posture = postureOf({ ...clearance(PERMIT), stale });
  const ground = (time: number) =>
    judgeCall(catalog, posture, call("claude-opus-4-8"), time)?.decision.ground;
  expect([NOW - 1, NOW + 59_999, NOW + 60_000].map(ground)).toEqual(["rule", "rule", "stale"]);
});

test("a rule that asks for a fact that this enforcer cannot tell restricts and does not permit (P5)", () => {
  const inEurope = { ...PERMIT.when, regions: ["eu-*"] };
  expect(verdict(postureOf(clearance({ ...PERMIT, when: inEurope })), "claude-opus-4-8")).toBe(
    "deny by default",
  );
  const closed: ResidualRule = { ...PERMIT, id: "closed", effect: "forbid", when: inEurope };
  expect(verdict(postureOf(clearance(PERMIT, closed)), "claude-opus-4-8")).toBe("deny by rule");
});

test("a rule on trial is recorded and changes nothing (P8)", async () => {
  const trial: ResidualRule = { ...PERMIT, id: "trial", effect: "forbid", monitor: true };
  const judged = judgeCall(catalog, postureOf(clearance(PERMIT, trial)), call("claude-opus-4-8"), NOW);
  const at = { id: "event-0001", time: NOW, host: "h", bytes: 1, tabId: 1, person: null, took: 0 };
  const written = judged && (await recordOf(judged, at, null));
  expect(written?.event).toMatchObject({
    effect: "permit",
    rules: ["everyday"],
    shadow: { effect: "deny", obligations: [], rules: ["trial"] },
  });
});

test.each([
  ["names no model any more", { engine: "gpt-5-6-sol", turns: ["hello"] }],
  ["is of another form", "engine=gpt-5-6-sol"],
])(
  "a drifted body that %s stays closed where one of the service's models is controlled (P7)",
  (_what, body) => {
    const everything = rule({ id: "all", effect: "permit", models: ["*"] });
    const held = clearance(everything);
    const controlled = [{ models: ["openai/gpt-5.6-sol"], unknownToo: false, level: 1, compartments: [] }];
    const low = { ...held, holder: { ...held.holder, level: 0 }, classifications: controlled };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const drifted: Call = {
      ...call("x"),
      headers: {},
      url: "https://chatgpt.com/backend-api/f/conversation",
      body: { kind: "bytes", bytes: new TextEncoder().encode(text) },
    };
    const judged = judgeCall(catalog, postureOf(low), drifted, NOW);
    expect(judged?.decision.effect).toBe("deny");
    expect(judged?.recognition.mayBe).toContain("openai/gpt-5.6-sol");
  },
);
