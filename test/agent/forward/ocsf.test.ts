import { describe, expect, test } from "vitest";
import { ocsfOf } from "../../../agent/forward/format/ocsf.ts";
import type { Origin } from "../../../agent/forward/format/origin.ts";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { EVERY_EVENT } from "./every-event.ts";
import { ocsfProblems } from "./ocsf-check.ts";

const ORIGIN: Origin = {
  host: "desk-7",
  version: "1.0.0",
  organization: "Example Corp",
  platform: "linux",
};

function mapped(name: string): Readonly<Record<string, unknown>> {
  const event = EVERY_EVENT[name];
  if (event === undefined) throw new Error(`There is no event "${name}".`);
  return ocsfOf({ sequence: 7, event }, ORIGIN);
}

describe("an event in OCSF 1.8.0", () => {
  test.each(Object.keys(EVERY_EVENT))("is one by the schema: %s", (name) => {
    expect(AuditEvent.safeParse(EVERY_EVENT[name]).success).toBe(true);
    expect(ocsfProblems(mapped(name))).toEqual([]);
  });

  test("is there for every kind that the journal knows", () => {
    const kinds = new Set<string>(Object.values(EVERY_EVENT).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(AuditEvent.def.options.map(({ shape }) => shape.kind.def.values[0])));
  });

  test.each([
    ["a denied call", 600_399, 2, 2, 3],
    ["a call denied by classification", 600_399, 2, 2, 4],
    ["a permitted call", 600_399, 1, 1, 1],
    ["a call that is held for a reason", 600_399, 0, 23, 1],
    ["a call with a warning", 600_399, 1, 19, 1],
    ["a call that a monitored rule would deny", 600_399, 3, 17, 1],
    ["an upload", 600_301, 2, 2, 3],
    ["a download of weights", 600_302, 2, 2, 3],
    ["a reply that was ended", 600_399, 2, 2, 4],
    ["a reply against the policy that went on", 600_399, 3, 15, 4],
    ["an answer with a reason", 600_399, 1, 8, 1],
    ["an answer after a redaction", 600_399, 4, 11, 1],
    ["an answer after a warning", 600_399, 1, 19, 1],
    ["no answer", 600_399, 2, 2, 2],
    ["a gap", 600_801, undefined, undefined, 3],
    ["stopped sockets", 400_105, 2, 2, 3],
    ["an agent that starts", 600_203, undefined, undefined, 1],
    ["an extension that goes", 600_204, undefined, undefined, 1],
    ["a policy that is applied", 300_403, undefined, undefined, 1],
    ["a policy that is enforced", 300_410, undefined, undefined, 1],
    ["an unknown AI service", 200_401, undefined, undefined, 2],
    ["a recognizer that cannot read", 600_801, undefined, undefined, 3],
    ["a request for access", 300_401, undefined, undefined, 1],
    ["a forged approval", 300_410, undefined, undefined, 4],
    ["events that were pruned", 300_404, undefined, undefined, 2],
  ])("says type, action, disposition and severity: %s", (name, type, action, disposition, severity) => {
    const { type_uid, action_id, disposition_id, severity_id } = mapped(name);
    expect([type_uid, action_id, disposition_id, severity_id]).toEqual([type, action, disposition, severity]);
  });

  test("names who, which model, which rules and why", () => {
    expect(mapped("a denied call")).toMatchObject({
      time: 1_780_000_000_000,
      status_id: 2,
      status_detail: "A license is required.",
      metadata: { uid: "decision-1", sequence: 7, version: "1.8.0" },
      actor: { user: { uid: "ada@example.com", email_addr: "ada@example.com" } },
      api: { operation: "chat", service: { name: "anthropic-api" } },
      dst_endpoint: { hostname: "api.anthropic.com" },
      ai_model: { ai_provider: "anthropic", name: "mythos-5" },
      policy: { uid: "r1", version: "r1" },
      authorizations: [{ decision: "deny", policy: { uid: "is-informed-2026-06-12" } }],
    });
  });

  test("of a reply and an answer belongs to the decision", () => {
    for (const name of ["a reply that was ended", "an answer with a reason"])
      expect(mapped(name)["metadata"]).toMatchObject({ correlation_uid: "event-00001" });
  });

  test("is judged: what is missing, unknown, or of another type is found", () => {
    const good = mapped("a denied call");
    const { api: _api, ...without } = good;
    expect(ocsfProblems(without)).toEqual(["api: is missing"]);
    expect(ocsfProblems({ ...good, prompt: "secret" })).toEqual(["prompt: is no attribute"]);
    expect(ocsfProblems({ ...good, time: "now" })).toEqual(["time: is no timestamp"]);
    expect(ocsfProblems({ ...good, type_uid: 1 })).toEqual(["type_uid: not class_uid * 100 + activity_id"]);
    expect(ocsfProblems({ ...good, actor: {} })).toHaveLength(1);
  });
});
