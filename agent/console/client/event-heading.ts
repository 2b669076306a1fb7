import type { Row } from "../api/answers.ts";
import { modelOf, wordsOf } from "./row-words.ts";

/** One event as one sentence. */
export function headingOf(row: Row): string {
  const { event, sequence } = row;
  if (event === null) return `Record ${sequence} is no event that this Lanyard knows`;
  const { words, why } = wordsOf(row);
  switch (event.kind) {
    case "decision": {
      const could = event.effect === "deny" ? "could not" : "could";
      return `${event.person ?? "Somebody"} ${could} ${ACTS[event.operation] ?? "use"} ${modelOf(event)}`;
    }
    case "asking":
      return `${event.person ?? "Somebody"} was asked before ${modelOf({ ...event, mayBe: null, modelAsSent: null })}: ${words.toLowerCase()}`;
    case "served":
      return `${modelOf({ ...event, modelAsSent: event.modelAsServed })} answered`;
    case "gap":
      return words;
    case "enforced":
      return `${event.browser} enforces revision ${event.revision}`;
    case "discovery":
      return `AI at ${event.host} was used`;
    case "pruned":
      return "Content was pruned";
    case "degraded":
      return `Calls of ${event.service} could not be read`;
    case "lifecycle":
      return why === "" ? words : `${words}: ${why}`;
  }
}

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
