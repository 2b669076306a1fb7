import { openNames, type ToldNames } from "../../shared/catalog/reply/names-reader.ts";
import { openReply, type ReplyHead, type ServedModel } from "../../shared/catalog/reply/reader.ts";
import { type Catalog, touches } from "../../shared/catalog/recognize.ts";
import type { Judgement } from "./judgement.ts";
import type { Origin } from "./network.ts";
import type { Posture } from "./posture.ts";
import type { ReplyListener } from "./replies.ts";
import { judgeServed, type ServedJudgement } from "./served.ts";

/** A permitted call. */
export interface Answered {
  /** Of the record of the decision on it. */
  readonly id: string;
  readonly judged: Judgement;
  readonly from: Origin;
  readonly method: string;
  /** By which it was recognized. */
  readonly catalog: Catalog;
}

/** Records which model served, and tells the person where it may not be used. */
export type ReportServed = (served: ServedModel, judgement: ServedJudgement, of: Answered) => void;

/** What replies teach. */
export interface Learning {
  readonly served: ReportServed;
  /** The reply gave an id to the conversation whose model the call chose. */
  readonly conversation: (service: string, id: string, models: readonly string[]) => void;
  /** The reply told the page what the service's model ids are called. */
  readonly names: (service: string, told: ToldNames) => void;
}

const OPEN: ReplyHead = { status: 200, headers: {} };

/** Listens for the model that serves a permitted call; null where its reply could tell nothing. */
export function listenForServed(
  posture: Posture,
  answered: Answered,
  learning: Learning,
): ReplyListener | null {
  const { judged, from, method, catalog } = answered;
  const { service, chooses } = judged.recognition;
  const call = { service, method, url: from.url };
  let reader = openReply(catalog, call, OPEN);
  if (reader.done) return null;
  return {
    begin(head) {
      reader = openReply(catalog, call, head);
    },
    take(piece, time) {
      for (const served of reader.take(piece) ?? []) {
        const judgement = judgeServed(posture, judged, served, time);
        learning.served(served, judgement, answered);
        if (judgement.ends) return "cut";
      }
      return reader.done ? "enough" : "more";
    },
    end() {
      const id = reader.conversation;
      if (id !== null && chooses?.id === null) learning.conversation(service, id, chooses.models);
    },
  };
}

/** Listens for the list by which a service tells its page what its model ids mean; null where the call asks for none. */
export function listenForNames(
  catalog: Catalog,
  url: string,
  method: string,
  learning: Learning,
): ReplyListener | null {
  const service = touches(catalog, url, method)?.service;
  const reader = service === undefined ? null : openNames(catalog, { service, method, url });
  if (service === undefined || reader === null) return null;
  return {
    begin: () => undefined,
    take(piece) {
      reader.take(piece);
      return "more";
    },
    end: () => learning.names(service, reader.end()),
  };
}
