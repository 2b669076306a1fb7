import type { Question } from "../../shared/wire/question.ts";
import type { Notice, ServedNotice } from "../../shared/wire/screen.ts";
import { NOTICE, NOW } from "./states.ts";

const asked = (because: string, model: string): Notice => ({
  ...NOTICE,
  host: "chatgpt.com",
  modelName: model,
  alternative: null,
  decision: {
    ...NOTICE.decision,
    ground: "obligation",
    because,
    missing: [],
    instead: [],
    model: "openai/gpt-5.5",
  },
});

/** A question to which nothing but a warning belongs. */
export const WARNING: Question = {
  type: "question",
  id: "5c2e9d0e-8f1b-4f0a-9d7e-2a7f6f9c1b11",
  notice: asked("GPT-5.5 may be used for contracts, but not with the other party’s name.", "GPT-5.5"),
  steps: ["warn"],
  reasons: [],
  freeText: true,
  purposes: [],
  declared: null,
  replaced: [],
  preview: [],
  waits: true,
  hold: 102_000,
};

/** Questions in every state, by name. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  warn: WARNING,
  justify: {
    ...WARNING,
    notice: asked("Your company asks for a reason before this is sent.", "Gemini 3 Pro"),
    steps: ["justify"],
    reasons: ["The incident of Tuesday", "A question of a customer"],
    purposes: [
      { id: "product", name: "Product work" },
      { id: "incident-review", name: "Incident review" },
      { id: "research", name: "Research" },
    ],
  },
  redacted: {
    ...WARNING,
    notice: asked("Your company has some details replaced before this is sent.", "Gemini 3 Pro"),
    steps: ["redact"],
    replaced: [
      { name: "IBAN", count: 2 },
      { name: "email address", count: 1 },
    ],
    preview: [
      { text: "Summarize the complaint about account ", replaced: false },
      { text: "[IBAN]", replaced: true },
      { text: " and the one on ", replaced: false },
      { text: "[IBAN]", replaced: true },
      { text: ", and draft a reply to ", replaced: false },
      { text: "[email address]", replaced: true },
      { text: " in a friendly tone.", replaced: false },
    ],
  },
  again: { ...WARNING, waits: false },
};

/** Another model answered. */
export const SERVED: ServedNotice = {
  type: "served",
  id: "01JXK7Q2MA",
  time: NOW,
  host: "chatgpt.com",
  asked: "GPT-5.5",
  answered: "GPT-5.6 Sol",
  permitted: false,
  again: { name: "GPT-5.5", home: "https://chatgpt.com/?model=gpt-5-5" },
};
