import type { AskingEvent } from "../../shared/schema/audit-event.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Question, QuestionAnswer } from "../../shared/wire/question.ts";
import type { Notice } from "../../shared/wire/screen.ts";
import type { Judgement } from "./judgement.ts";
import type { Posture } from "./posture.ts";
import { previewOf } from "./preview.ts";
import type { Replacement } from "./replacement.ts";
import type { Asks } from "./steps.ts";

/** A call that was held back because something is asked first. */
export interface Subject {
  readonly judged: Judgement;
  readonly asks: Asks;
  /** Id of the event of the decision on it. */
  readonly of: string;
  readonly notice: Notice;
  /** Null where nothing is to be replaced. */
  readonly replacement: Replacement | null;
}

/** What the person said besides yes or no. */
export interface Said {
  readonly reason: string | null;
  readonly purpose: string | null;
}

/** What is said where nobody answered. */
export const NOTHING_SAID: Said = { reason: null, purpose: null };

/** Reason and purpose in an answer, without the blanks around them. */
export function saidIn({ reason, purpose }: QuestionAnswer): Said {
  return { reason: reason?.trim() ?? null, purpose };
}

/** The question about a call; `waits`: whether it goes on by itself after a yes. */
export function questionOf(
  id: string,
  { asks, notice, replacement }: Subject,
  { clearance, purpose }: Posture,
  waits: boolean,
): Question {
  const { outstanding, reasons, freeText, found, hold } = asks;
  const asksReason = outstanding.includes("justify");
  const redacts = replacement !== null && outstanding.includes("redact");
  return {
    type: "question",
    id,
    notice,
    steps: [...outstanding],
    reasons: asksReason ? [...reasons] : [],
    freeText,
    purposes: asksReason ? [...(clearance?.purposes ?? [])] : [],
    declared: asksReason ? (purpose.at(Date.now())?.purpose ?? null) : null,
    replaced: redacts ? found.map(({ words, count }) => ({ name: words, count })) : [],
    preview: redacts ? previewOf(replacement.texts) : [],
    waits,
    hold,
  };
}

/** Whether a yes gives everything that was asked for, and nothing that was not. */
export function isWhole(
  { outstanding, reasons, freeText }: Asks,
  { reason, purpose }: Said,
  clearance: Clearance | null,
): boolean {
  if (!outstanding.includes("justify")) return reason === null && purpose === null;
  const purposes = clearance?.purposes ?? [];
  const isPurpose = purposes.length === 0 ? purpose === null : purposes.some(({ id }) => id === purpose);
  return isPurpose && reason !== null && reason !== "" && (freeText || reasons.includes(reason));
}

/** Keeps a yes, for as far as policy says that it reaches. The purpose that it is for is declared by it. */
export function approve(
  { answers, purpose: declaration, clearance }: Posture,
  { asks, replacement }: Subject,
  purpose: string | null,
  now: number,
): void {
  const { steps, rules, remember, facts } = asks;
  const given = { steps: [...steps], rules: [...rules], remember, purpose };
  answers.add(facts, given, replacement?.fingerprint ?? null, now);
  if (purpose !== null && clearance?.holder.id === facts.person) declaration.declare(purpose, now);
}

/** The record of a question; `shown`: when the person first saw it, null where they never did. */
export function askingEvent(
  { asks, of, judged, replacement }: Subject,
  answer: AskingEvent["answer"],
  { reason, purpose }: Said,
  shown: number | null,
  now: number,
): AskingEvent {
  const { decision, recognition } = judged;
  return {
    id: crypto.randomUUID(),
    time: now,
    kind: "asking",
    of,
    service: recognition.service,
    model: decision.model ?? recognition.model,
    steps: [...asks.outstanding],
    answer,
    reason,
    purpose,
    remembered: answer === "go" ? asks.remember : null,
    replaced: replacement === null ? [] : asks.found.map(({ name, count }) => ({ name, count })),
    rules: [...asks.rules],
    revision: decision.revision,
    person: asks.facts.person,
    took: shown === null ? 0 : now - shown,
  };
}
