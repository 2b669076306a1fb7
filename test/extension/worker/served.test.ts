import { describe, expect, test } from "vitest";
import { judgeCall, type Judgement } from "../../../extension/worker/judgement.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { judgeServed, servedEvent } from "../../../extension/worker/served.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { openReply } from "../../../shared/catalog/reply/reader.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { servedOf } from "../../../shared/policy/served.ts";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import type { Clearance } from "../../../shared/schema/clearance.ts";
import { post } from "../../shared/catalog/call-of.ts";
import { CLEARANCE, NOW, rule } from "../states.ts";

const catalog = indexCatalog(SERVICES);
const CHATGPT = "https://chatgpt.com/backend-api/f/conversation";
const RULES = [
  rule({ id: "openai", effect: "permit", models: ["openai/*"] }),
  rule({ id: "no-o3", effect: "forbid", models: ["openai/o3"], because: "o3 is not for you." }),
  rule({ id: "warned", effect: "permit", models: ["openai/gpt-5.4"], obligations: ["justify"] }),
];

function postureOf(given: Partial<Clearance> = {}): Posture {
  const posture = new Posture("1.0.0", NOW);
  const clearance = { ...CLEARANCE, rules: RULES, ...given };
  const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
  return posture;
}

function judged(posture: Posture, model: string): Judgement {
  const found = judgeCall(catalog, posture, post(CHATGPT, { model, messages: [] }), NOW);
  if (found === null) throw new Error("not recognized");
  return found;
}

/** What becomes of a reply to a call for one model that names another. */
function answered(posture: Posture, model: string, slug: string, later = posture) {
  const call = judged(posture, model);
  const reader = openReply(
    catalog,
    { service: call.recognition.service, method: "POST", url: CHATGPT },
    { status: 200, headers: { "content-type": "text/event-stream" } },
  );
  const [served] = reader.take(`data: {"v":{"message":{"metadata":{"model_slug":"${slug}"}}}}\n\n`) ?? [];
  if (served === undefined) throw new Error("nothing served");
  const judgement = judgeServed(later, call, served, NOW);
  return { call, served, judgement };
}

function outcome(posture: Posture, model: string, slug: string, later = posture): string {
  const { verdict, decision, ends } = answered(posture, model, slug, later).judgement;
  return `${verdict}, ${decision.ground}, ${ends ? "ends" : "goes on"}`;
}

describe("the model that served a call", () => {
  test("is the one that was asked for, under another spelling too", () => {
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5-5")).toBe("same, rule, goes on");
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5.5-2026-04-01")).toBe("same, rule, goes on");
  });

  test("is one of those that it could be", () => {
    const sets = [{ service: "chatgpt-web", sent: "auto", models: ["openai/gpt-5.5", "openai/gpt-5.2"] }];
    expect(outcome(postureOf({ sets }), "auto", "gpt-5-5")).toBe("narrowed, rule, goes on");
    expect(outcome(postureOf({ sets }), "auto", "gpt-5-1")).toBe("other, rule, goes on");
    expect(outcome(postureOf(), "auto", "gpt-5-5")).toBe("narrowed, rule, goes on");
  });

  test("ends the reply where it is another one that the person may not use", () => {
    const { judgement } = answered(postureOf(), "gpt-5-5", "o3");
    expect(judgement).toMatchObject({
      verdict: "other",
      ends: true,
      decision: { rules: ["no-o3"], because: "o3 is not for you." },
    });
  });

  test("goes on where it is another one that the person may use", () => {
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5-2")).toBe("other, rule, goes on");
  });

  test("ends the reply where it asks for a step that comes too late, unless the step was taken for the call", () => {
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5-4")).toBe("other, obligation, ends");
    const { call, served } = answered(postureOf(), "gpt-5-5", "gpt-5-4");
    const taken: Judgement = { ...call, decision: { ...call.decision, obligations: ["justify"] } };
    expect(judgeServed(postureOf(), taken, served, NOW).ends).toBe(false);
  });

  test("is an unidentified one where the string means no model that anybody knows (P7)", () => {
    expect(outcome(postureOf(), "gpt-5-5", "zebra")).toBe("unknown, unidentified, ends");
    const sets = [{ service: "chatgpt-web", sent: "zebra", models: ["openai/gpt-5.5"] }];
    expect(outcome(postureOf({ sets }), "gpt-5-5", "zebra")).toBe("same, rule, goes on");
    const open = rule({ id: "all", effect: "permit", models: null });
    expect(outcome(postureOf({ unidentified: "permit", rules: [open] }), "gpt-5-5", "zebra")).toBe(
      "unknown, rule, goes on",
    );
  });

  test("tells nothing where the reply says what the call said", () => {
    expect(judged(postureOf(), "auto").decision.effect).toBe("deny");
    const open = { rules: [rule({ id: "all", effect: "permit", models: ["openai/*"] })] };
    expect(outcome(postureOf(open), "auto", "AUTO")).toBe("same, rule, goes on");
  });

  test("tells nothing where it is an id that was never a name", () => {
    const call = judged(postureOf(), "gpt-5-5");
    const served = { asServed: "hash==", model: null, mayBe: null, opaque: true };
    expect(judgeServed(postureOf(), call, served, NOW)).toMatchObject({ verdict: "unknown", ends: false });
  });

  test("ends the reply where the clearance is gone or has changed meanwhile", () => {
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5-5", new Posture("1.0.0", NOW))).toBe(
      "unknown, not_ready, ends",
    );
    expect(outcome(postureOf(), "gpt-5-5", "gpt-5-5", postureOf({ rules: [] }))).toBe("same, default, ends");
  });

  test("is recorded as an event of the journal", () => {
    const { call, served, judgement } = answered(postureOf(), "gpt-5-5", "o3");
    const at = { id: "served-0001", of: "decision-0001", time: NOW, person: "ada" };
    const event = servedEvent(judgement, call, served, at);
    expect(AuditEvent.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      modelAsServed: "o3",
      model: "openai/o3",
      verdict: "other",
      effect: "deny",
      ended: true,
      revision: CLEARANCE.revision,
    });
  });
});

test.each([
  [["a/b"], ["A/B"], "same"],
  [["a/b", "a/c"], ["a/c"], "narrowed"],
  [["a/b", "a/c"], ["a/c", "a/b"], "same"],
  [["a/b"], ["a/c"], "other"],
  [["a/b"], ["a/b", "a/c"], "other"],
  [null, ["a/b"], "narrowed"],
  [["a/b"], null, "unknown"],
] as const)("asked for %j and served by %j is %s", (asked, served, verdict) => {
  expect(servedOf(asked, served)).toBe(verdict);
});
