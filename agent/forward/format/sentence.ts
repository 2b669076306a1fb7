import type {
  AskingEvent,
  AuditEvent,
  EnforcedEvent,
  ErasedEvent,
  GapEvent,
  PrunedEvent,
  ServedEvent,
  UnsealedEvent,
} from "../../../shared/schema/audit-event.ts";
import { accessSentence } from "../../../shared/schema/access-words.ts";
import { byKind, type ByKind } from "../../../shared/schema/by-kind.ts";

const SENTENCES: ByKind<string> = {
  decision: ({ because }) => because,
  served: servedWords,
  asking: askingWords,
  gap: gapWords,
  lifecycle: ({ part, what, detail }) => `${part} ${what}: ${detail}`,
  enforced: enforcedWords,
  discovery: ({ visits, calls, host, what }) =>
    `${counted(visits, "visit")} and ${counted(calls, "call")} at ${host}, ${
      what === "unknown_service" ? "an AI service that" : "at paths that"
    } no recognizer knows.`,
  degraded: ({ calls, path, service, reason }) =>
    `${counted(calls, "call")} at ${path} of ${service} could not be read: ${reason}.`,
  access: accessSentence,
  pruned: prunedWords,
  unsealed: unsealedWords,
  erased: erasedWords,
};

/** What happened, in one sentence for people. Names that pages chose are in it as they are: escape it for its place. */
export function sentenceOf(event: AuditEvent): string {
  return byKind(SENTENCES, event);
}

function servedWords({ verdict, ended, because, modelAsServed }: ServedEvent): string {
  const other = verdict === "other" ? " Not what was asked for." : "";
  return `${modelAsServed} answered.${other}${ended ? " The reply was ended." : ""} ${because}`;
}

function askingWords({ answer, steps }: AskingEvent): string {
  const said = { go: "sent it", no: "did not send it", timeout: "gave no answer in time" }[answer];
  return `The person was asked (${steps.join(", ")}) and ${said}.`;
}

function gapWords({ what, count, host }: GapEvent): string {
  if (what === "unseen_socket")
    return `${counted(count, "socket")} to ${host ?? "an unknown host"} that no page opened, stopped.`;
  if (what === "not_forwarded")
    return `${counted(count, "event")} left the journal before a receiver had them.`;
  return `${counted(count, "event")} not recorded one by one: ${what}.`;
}

function enforcedWords({ revision, browser, took }: EnforcedEvent): string {
  const since = took === null ? "" : `, ${(took / 1_000).toFixed(1)} s after it was signed`;
  return `Revision ${revision} is enforced in ${browser}${since}.`;
}

function prunedWords({ why, count, first, last }: PrunedEvent): string {
  const because = {
    age: "they are as old as the journal keeps them",
    permits: "they permitted, and are as old as that is kept",
    size: "the journal is as large as it may be",
  }[why];
  return `${counted(count, "event")} between ${first} and ${last} taken out of the journal: ${because}.`;
}

function unsealedWords({ sequence, by, whole }: UnsealedEvent): string {
  return `The text of event ${sequence} was opened${whole ? "" : " by half"} with the key of ${by.join(" and ")}.`;
}

function erasedWords({ why, count, first, last, by }: ErasedEvent): string {
  const because = why === "age" ? "it is as old as it is kept" : `${by ?? "somebody"} asked for it`;
  return `Keys to the text of ${counted(count, "event")} between ${first} and ${last} erased: ${because}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
