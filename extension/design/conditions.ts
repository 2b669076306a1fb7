import type { Action } from "../../shared/schema/action.ts";
import type { StandingCondition, Stood } from "../../shared/schema/standing.ts";
import { type Answer, deniedAnswer } from "./answer.ts";
import { language, words, type WordKey } from "./words.ts";

/** How a model stands, as people read it. */
export function stoodAnswer({ state, ground, conditions, missing }: Stood): Answer {
  if (state === "may") return { state, words: words("stateMay") };
  if (state === "conditions")
    return { state, words: words("stateConditions", listed(conditions.map(conditionWords))) };
  return { state, words: deniedAnswer(missing, ground).words };
}

/** "a, b and c" in the browser's language. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(names);
}

const ACTIONS: Readonly<Record<Action, WordKey>> = {
  chat: "actionChat",
  completion: "actionCompletion",
  embedding: "actionEmbedding",
  image: "actionImage",
  audio: "actionAudio",
  video: "actionVideo",
  music: "actionMusic",
  realtime: "actionRealtime",
  file_upload: "actionFileUpload",
  agent: "actionAgent",
  fine_tune: "actionFineTune",
  batch: "actionBatch",
  weights_download: "actionWeightsDownload",
};

/** An action as a word of a list. */
export function actionWords(action: Action): string {
  return words(ACTIONS[action]);
}

function conditionWords(condition: StandingCondition): string {
  if (condition.kind === "only") return words("conditionOnly", actionWords(condition.action));
  const key = CONDITIONS[condition.kind];
  return "value" in condition ? words(key, condition.value) : words(key);
}

const CONDITIONS: Readonly<Record<Exclude<StandingCondition["kind"], "only">, WordKey>> = {
  personal_account: "conditionPersonal",
  purpose: "conditionPurpose",
  region: "conditionRegion",
  tenant: "conditionTenant",
  data_class: "conditionDataClass",
  warn: "conditionWarn",
  justify: "conditionJustify",
  redact: "conditionRedact",
  seal: "conditionSeal",
  notify: "conditionNotify",
};
