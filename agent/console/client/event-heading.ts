import type { Row } from "../api/answers.ts";
import { accessSentence } from "../../../shared/schema/access-words.ts";
import { byKind, type ByKind } from "../../../shared/schema/by-kind.ts";
import { gapSentence, modelOf } from "./row-words.ts";

/** One event as one sentence. */
export function headingOf({ event, sequence }: Row): string {
  return event === null ? `Record ${sequence} is no event that this Lanyard knows` : byKind(HEADINGS, event);
}

const SAID = { go: "and sent it", no: "and did not send it", timeout: "and gave no answer" } as const;

const HEADINGS: ByKind<string> = {
  decision: (event) =>
    `${event.person ?? "Somebody"} ${event.effect === "deny" ? "could not" : "could"} ${ACTS[event.operation] ?? "use"} ${modelOf(event)}`,
  asking: (event) =>
    `${event.person ?? "Somebody"} was asked before using ${modelOf({ ...event, mayBe: null, modelAsSent: null })}, ${SAID[event.answer]}`,
  served: (event) => `${modelOf({ ...event, modelAsSent: event.modelAsServed })} answered`,
  gap: (event) => gapSentence(event),
  enforced: ({ browser, revision }) => `${browser} enforces revision ${revision}`,
  discovery: ({ host }) => `AI at ${host} was used`,
  access: accessSentence,
  pruned: () => "Content was pruned",
  unsealed: ({ sequence, by }) => `${by.join(" and ")} opened the text of record ${sequence}`,
  erased: () => "Sealed text was erased",
  degraded: ({ service }) => `Calls of ${service} could not be read`,
  lifecycle: ({ part, what, detail }) => `The ${part} ${WHAT[what]}${detail === "" ? "" : `: ${detail}`}`,
};

const WHAT = {
  started: "started",
  stopped: "stopped",
  connected: "connected",
  disconnected: "disconnected",
  applied: "came into force",
  refused: "was refused",
  degraded: "is not as it should be",
} as const;

/** "engineer-17 could not chat with Mythos 5". */
const ACTS: Readonly<Record<string, string>> = {
  chat: "chat with",
  chat_prepare: "chat with",
  conversation_create: "begin to chat with",
  completion: "complete text with",
  embedding: "make embeddings with",
  image: "make pictures with",
  audio: "use sound with",
  video: "make video with",
  music: "make music with",
  realtime: "talk with",
  file_upload: "upload to",
  agent: "run an assistant on",
  fine_tune: "fine-tune",
  batch: "run a batch on",
  weights_download: "download the weights of",
};
