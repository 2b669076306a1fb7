import * as z from "zod/mini";
import { LONGEST_REASON, Step } from "../schema/asking.ts";
import { Name } from "../schema/text.ts";
import { Notice } from "./screen.ts";

/** The messages between the worker and the content script about a call that waits for the person. */

/** A part of what will be sent. The person's own text: it goes to the closed root over the page and nowhere else. */
const PreviewPiece = z.strictObject({
  text: z.string(),
  /** True for what stands in place of something. */
  replaced: z.boolean(),
});
export type PreviewPiece = z.infer<typeof PreviewPiece>;

/** A question to the person about a call that waits, shown by the content script over the page. */
export const Question = z.strictObject({
  type: z.literal("question"),
  /** Of this asking; nobody can guess it. */
  id: z.string(),
  notice: Notice,
  /** What is asked: read and go on, give a reason, see what is replaced. */
  steps: z.array(Step).check(z.minLength(1)),
  /** Reasons to choose from; free text is possible besides unless `freeText` is false. */
  reasons: z.array(z.string()),
  freeText: z.boolean(),
  /** Purposes that policy knows, with their names for people; empty: not asked. */
  purposes: z.array(z.strictObject({ id: Name, name: Name })),
  /** Which of them the person has declared already; null: none. */
  declared: z.nullable(Name),
  /** What would be replaced, each with how often, in words for people. */
  replaced: z.array(z.strictObject({ name: Name, count: z.number() })),
  preview: z.array(PreviewPiece),
  /** Whether the call waits and goes on by itself, or must be sent again by the person. */
  waits: z.boolean(),
  /** How long the question stays, in milliseconds. */
  hold: z.number(),
});
export type Question = z.infer<typeof Question>;

/** What the person said to a question. */
export const QuestionAnswer = z.strictObject({
  type: z.literal("answer"),
  id: z.string(),
  go: z.boolean(),
  reason: z.nullable(z.string().check(z.maxLength(LONGEST_REASON))),
  purpose: z.nullable(Name),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;

/** The question needs no answer any more: its time is over, or its page has gone on. */
export const Withdrawn = z.strictObject({ type: z.literal("withdrawn"), id: z.string() });
export type Withdrawn = z.infer<typeof Withdrawn>;
