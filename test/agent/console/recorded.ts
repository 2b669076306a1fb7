import type { AuditEvent, DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { askingEvent, decisionEvent, servedEvent } from "../sample-events.ts";

/** What the events of one made-up company are drawn from; the usual comes first and often. */
const MODELS = [
  ["openai/gpt-5.5", "chatgpt-web", "chatgpt.com"],
  ["anthropic/claude-opus-4-8", "claude-web", "claude.ai"],
  ["google/gemini-3-pro", "gemini-web", "gemini.google.com"],
  ["anthropic/claude-sonnet-5", "anthropic-api", "api.anthropic.com"],
  ["anthropic/mythos-5", "claude-web", "claude.ai"],
  ["anthropic/fable-5", "anthropic-api", "api.anthropic.com"],
  ["deepseek/deepseek-v4-pro", "deepseek-web", "chat.deepseek.com"],
  ["meta/llama-4-maverick", "huggingface-hub", "huggingface.co"],
] as const;

const DENIALS: Readonly<Record<string, readonly [rule: string, because: string]>> = {
  "anthropic/mythos-5": [
    "is-informed-2026-06-12",
    "A license is required before any foreign person uses this model.",
  ],
  "anthropic/fable-5": [
    "is-informed-2026-06-12",
    "A license is required before any foreign person uses this model.",
  ],
  "deepseek/deepseek-v4-pro": ["no-deepseek", "The company has not approved this provider."],
  "meta/llama-4-maverick": ["weights", "Downloading weights needs the Weights compartment."],
};

/** Numbers that look like chance and are the same each time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a company recorded: `count` events that end at `until`, one every `apart` milliseconds or so. */
export interface Recorded {
  readonly count: number;
  readonly until: number;
  readonly apart: number;
  readonly people: number;
  /** Begins each id, and so tells journals apart. */
  readonly prefix: string;
}

/** The events of a made-up company, the oldest first. */
export function* recordedEvents({ count, until, apart, people, prefix }: Recorded): Generator<AuditEvent> {
  const next = chance(count);
  for (let index = 0; index < count; index += 1) {
    const time = until - (count - index) * apart + Math.floor(next() * apart);
    yield eventOf(`${prefix}-${String(index).padStart(9, "0")}`, time, next, people);
  }
}

function eventOf(id: string, time: number, next: () => number, people: number): AuditEvent {
  const kind = next();
  if (kind < 0.0005)
    return { id, time, kind: "gap", what: "agent_away", count: 3, from: time - 14_000, until: time };
  if (kind < 0.001)
    return {
      id,
      time,
      kind: "discovery",
      what: "unknown_service",
      host: `ai-${Math.floor(next() * 40)}.example`,
      service: null,
      visits: 3,
      calls: 12,
      from: time - 3_600_000,
      until: time,
    };
  const decision = decisionOf(id, time, next, people);
  const { model, service, person } = decision;
  if (kind < 0.02)
    return askingEvent(id, {
      time,
      model,
      service,
      person,
      reason: `Ticket ${Math.floor(next() * 100_000)}: comparing two reports`,
    });
  if (kind < 0.04)
    return servedEvent(id, {
      time,
      model,
      service,
      person,
      modelAsServed: model ?? "auto",
      verdict: "same",
      effect: "permit",
      ended: false,
      rules: [],
      because: "",
    });
  return decision;
}

function decisionOf(id: string, time: number, next: () => number, people: number): DecisionEvent {
  const [model, service, host] = MODELS[Math.floor(next() ** 2 * MODELS.length)] ?? MODELS[0];
  const [rule = "engineering-chat", because = "This model is open to you."] = DENIALS[model] ?? [];
  const denied = model in DENIALS;
  return decisionEvent(id, {
    time,
    effect: denied ? "deny" : "permit",
    rules: [rule],
    because,
    model,
    modelAsSent: model.slice(model.indexOf("/") + 1),
    service,
    host,
    operation: service === "huggingface-hub" ? "weights_download" : "chat",
    person: `engineer-${String(Math.floor(next() ** 2 * people)).padStart(2, "0")}@example.com`,
    account: "corporate",
    promptHmac: "5f".repeat(32),
    promptLength: 40 + Math.floor(next() * 4_000),
    bytes: 300 + Math.floor(next() * 9_000),
  });
}
