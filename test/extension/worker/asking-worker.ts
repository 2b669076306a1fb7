import { expect } from "vitest";
import { type Judgement, judgeCall } from "../../../extension/worker/judgement.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { Questions, type Raised } from "../../../extension/worker/questions.ts";
import { replacementFor } from "../../../extension/worker/replacement.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { AskingEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Clearance, ResidualRule } from "../../../shared/schema/clearance.ts";
import type { Question, Withdrawn } from "../../../shared/wire/question.ts";
import { ANY_MOMENT } from "../../shared/policy/plain-policy.ts";
import { CLEARANCE, NOTICE, rule } from "../states.ts";

export const catalog = indexCatalog(SERVICES);
const CHAT = "https://chatgpt.com/backend-api/f/conversation";
export const IBAN = "DE89 3704 0044 0532 0130 00";
const OPEN = rule({ id: "open", effect: "permit", models: ["openai/*"] });
/** A rule that obliges and permits nothing. */
export const oblige = (given: Partial<ResidualRule>): ResidualRule =>
  rule({ id: "asked", effect: "oblige", models: null, ...given });
export const WARN = oblige({ obligations: ["warn"] });
export const REASON = oblige({ obligations: ["justify"] });
export const REDACT = oblige({ obligations: ["redact"], when: { ...ANY_MOMENT, dataClasses: ["iban"] } });

interface Said {
  readonly text?: string;
  /** The text in parts. */
  readonly parts?: readonly string[];
  readonly model?: string;
  readonly conversation?: string;
  readonly tab?: number;
}

/** A chat message as ChatGPT's page sends it. */
export function callOf({ text = "hello", parts = [text], model = "gpt-5-5", conversation }: Said): Call {
  const body = {
    action: "next",
    model,
    messages: [{ author: { role: "user" }, content: { content_type: "text", parts } }],
    ...(conversation === undefined ? {} : { conversation_id: conversation }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { method: "POST", url: CHAT, headers: {}, body: { kind: "bytes", bytes }, frames: [] };
}

/** A worker as far as asking goes. */
export function workerWith(rules: readonly ResidualRule[], change: Partial<Clearance> = {}) {
  const posture = new Posture("1.0.0", Date.now());
  const clearance: Clearance = {
    ...CLEARANCE,
    classifications: [],
    levels: ["open"],
    holder: { ...CLEARANCE.holder, level: 0 },
    rules: [OPEN, ...rules],
    almost: [],
    dataClasses: [{ name: "iban", words: "IBAN", builtIn: ["iban"], patterns: [], replace: "[IBAN]" }],
    ...change,
  };
  const health = { version: "1", policyCheckedAt: Date.now(), policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
  const events: AskingEvent[] = [];
  const shown: (Question | Withdrawn)[] = [];
  const questions = new Questions({
    posture,
    record: (event) => void events.push(event),
    show: (_tab, message) => {
      shown.push(message);
      return Promise.resolve();
    },
  });
  const judge = (said: Said = {}): Judgement => {
    const judged = judgeCall(catalog, posture, callOf(said), Date.now(), { tab: said.tab ?? 1 });
    if (judged === null) throw new Error("This call is one to decide on.");
    return judged;
  };
  const raise = (said: Said = {}): Raised | null => {
    const judged = judge(said);
    const { asks } = judged;
    if (asks === null) return null;
    const replacement =
      asks.found.length > 0 ? replacementFor(catalog, callOf(said), posture.finder, asks.redacted) : null;
    return questions.raise({ judged, asks, of: "event-00001", notice: NOTICE, replacement }, Date.now());
  };
  const effect = (said: Said = {}): string => judge(said).decision.effect;
  const answer = (go: boolean, given: { reason?: string; purpose?: string } = {}, tab = 1): boolean => {
    const { id } = shown.findLast(({ type }) => type === "question") as Question;
    const { reason = null, purpose = null } = given;
    return questions.answer(tab, { type: "answer", id, go, reason, purpose }, Date.now());
  };
  return { posture, questions, events, shown, judge, raise, effect, answer };
}

/** Raises a question that the hook waits for, and answers it. */
export async function approve(worker: ReturnType<typeof workerWith>, said: Said = {}): Promise<boolean> {
  const going = worker.raise(said)?.wait();
  expect(worker.answer(true)).toBe(true);
  return (await going) === true;
}
