import type { AskingEvent, DecisionEvent, ServedEvent } from "../../shared/schema/audit-event.ts";

/** A decision as an extension reports it; `fields` replace what matters to the test. */
export function decisionEvent(id: string, fields: Partial<DecisionEvent> = {}): DecisionEvent {
  return {
    id,
    time: 1_780_000_000_000,
    kind: "decision",
    effect: "deny",
    ground: "rule",
    obligations: [],
    rules: ["is-informed-2026-06-12"],
    revision: "r1",
    because: "A license is required.",
    shadow: null,
    purpose: null,
    licenses: [],
    wanted: [],
    person: "ada@example.com",
    service: "anthropic-api",
    host: "api.anthropic.com",
    operation: "chat",
    modelAsSent: "mythos-5",
    model: "anthropic/mythos-5",
    mayBe: null,
    pageNamed: null,
    alias: null,
    account: "unknown",
    region: null,
    inspectable: true,
    bytes: 120,
    promptHmac: null,
    promptLength: 12,
    attachments: 0,
    files: null,
    realm: "page",
    took: 0.1,
    ...fields,
  };
}

/** What a reply said of the model that served it. */
export function servedEvent(id: string, fields: Partial<ServedEvent> = {}): ServedEvent {
  return {
    id,
    time: 1_780_000_000_000,
    kind: "served",
    of: "event-00001",
    service: "chatgpt-web",
    modelAsServed: "mythos-5",
    model: "anthropic/mythos-5",
    mayBe: null,
    verdict: "other",
    effect: "deny",
    ended: true,
    rules: ["is-informed-2026-06-12"],
    revision: "r1",
    because: "A license is required.",
    person: "ada@example.com",
    ...fields,
  };
}

/** What a person said before a call went out. */
export function askingEvent(id: string, fields: Partial<AskingEvent> = {}): AskingEvent {
  return {
    id,
    time: 1_780_000_000_000,
    kind: "asking",
    of: "event-00001",
    service: "chatgpt-web",
    model: "openai/gpt-5.5",
    steps: ["justify"],
    answer: "go",
    reason: "The incident of Tuesday",
    purpose: "incident-review",
    remembered: "day",
    replaced: [],
    rules: ["reason-a-day"],
    revision: "r1",
    person: "ada@example.com",
    took: 12_000,
    ...fields,
  };
}

/** So many decisions with ids in order. */
export function decisionEvents(count: number, prefix = "event"): DecisionEvent[] {
  return Array.from({ length: count }, (_, index) =>
    decisionEvent(`${prefix}-${String(index).padStart(6, "0")}`),
  );
}
