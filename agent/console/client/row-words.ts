import { spelledName } from "../../../shared/policy/model-name.ts";
import type { Row } from "../api/answers.ts";
import { byKind, type ByKind, type EventOf } from "../../../shared/schema/by-kind.ts";
import type { IconName } from "./drawings.ts";
import { counted } from "./times.ts";

/** What a row says. Texts from outside are as they came: whoever shows them makes them visible. */
export interface RowWords {
  readonly icon: IconName;
  /** The state whose color it has; `note` is quiet, `gap` stands out. */
  readonly state: "may" | "conditions" | "obtainable" | "not" | "note" | "gap";
  readonly words: string;
  readonly model: string;
  readonly person: string;
  readonly where: string;
  readonly why: string;
}

/** The words of one row. */
export function wordsOf({ event, sequence, obtainable }: Row): RowWords {
  if (event === null)
    return {
      ...EMPTY,
      state: "gap",
      icon: "alert",
      words: `Record ${sequence} cannot be read by this Lanyard.`,
    };
  return byKind(WORDS, event)(obtainable);
}

const EMPTY: RowWords = { icon: "note", state: "note", words: "", model: "", person: "", where: "", why: "" };

const PARTS = {
  agent: "Agent",
  extension: "Extension",
  policy: "Policy",
  people: "People",
  catalog: "Catalog",
  passport: "Passport",
  sign_in: "Sign-in",
} as const;

/** The words of each kind of event, once it is known whether a denial could be undone. */
const WORDS: ByKind<(obtainable: boolean | null) => RowWords> = {
  decision: (event) => (obtainable) => decisionWords(event, obtainable),
  asking: (event) => () => askingWords(event),
  served: (event) => () => servedWords(event),
  gap: (event) => () => ({ ...EMPTY, state: "gap", icon: "clock", words: gapSentence(event) }),
  lifecycle:
    ({ part, what, detail }) =>
    () => ({
      ...EMPTY,
      words: `${PARTS[part]} ${what}`,
      icon: what === "refused" || what === "degraded" ? "alert" : "note",
      why: detail,
    }),
  enforced:
    ({ person, browser, revision }) =>
    () => ({
      ...EMPTY,
      words: "Enforced",
      person: person ?? "",
      where: browser,
      why: `Revision ${revision}`,
    }),
  access: (event) => () => accessWords(event),
  pruned: (event) => () => ({ ...EMPTY, words: "Pruned", why: prunedSentence(event) }),
  unsealed:
    ({ sequence, by, whole }) =>
    () => ({
      ...EMPTY,
      words: "Unsealed",
      person: by.join(", "),
      why: `The text of record ${sequence}${whole ? "" : ", by half"}`,
    }),
  erased: (event) => () => ({
    ...EMPTY,
    words: "Erased",
    person: event.by ?? "",
    why: erasedSentence(event),
  }),
  discovery:
    ({ host, visits, calls, what }) =>
    () => ({
      ...EMPTY,
      words: "Discovered",
      where: host,
      why: `${counted(visits, "visit")} and ${counted(calls, "call")}${what === "unknown_path" ? " at unknown paths" : " to AI that no recognizer knows"}`,
    }),
  degraded:
    ({ service, calls, path, reason }) =>
    () => ({
      ...EMPTY,
      icon: "alert",
      words: "Not readable",
      where: service,
      why: `${counted(calls, "call")} at ${path}: ${reason.replaceAll("_", " ")}`,
    }),
};

function decisionWords(event: EventOf<"decision">, obtainable: boolean | null): RowWords {
  const { effect, obligations, person, operation, service, because } = event;
  const said = {
    ...EMPTY,
    model: modelOf(event),
    person: person ?? "",
    where: `${operation.replaceAll("_", " ")}, ${service}`,
  };
  if (effect === "deny")
    return { ...said, words: "Denied", why: because, ...(obtainable === true ? KEY : BAR) };
  const isAsked = obligations.some((one) => one === "warn" || one === "justify" || one === "redact");
  if (isAsked)
    return { ...said, icon: "conditions", state: "conditions", words: "Asked first", why: because };
  const why = event.sealed === undefined ? "" : "The text is sealed for review.";
  return { ...said, icon: "may", state: "may", words: "Permitted", why };
}

const KEY = { icon: "obtainable", state: "obtainable" } as const;
const BAR = { icon: "not", state: "not" } as const;

function askingWords(event: EventOf<"asking">): RowWords {
  const { answer, steps, reason, replaced, person, service } = event;
  const said = {
    ...EMPTY,
    model: modelOf({ ...event, mayBe: null, modelAsSent: null }),
    person: person ?? "",
    where: service,
  };
  if (answer !== "go")
    return { ...said, words: answer === "no" ? "Not sent" : "No answer", why: "The person was asked first." };
  const what = replaced.map(({ name, count }) => `${count} ${name}`).join(", ");
  const why = reason === null ? (what === "" ? "" : `${what} replaced`) : `“${reason}”`;
  const words = steps.includes("redact")
    ? "Redacted"
    : steps.includes("justify")
      ? "Reason given"
      : "Warned, sent";
  return { ...said, icon: "conditions", state: "conditions", words, why };
}

const ACCESS: Readonly<Record<EventOf<"access">["what"], Pick<RowWords, "icon" | "state" | "words">>> = {
  asked: { icon: "note", state: "note", words: "Access asked for" },
  confirmed: { icon: "note", state: "note", words: "One of two approved" },
  approved: { icon: "may", state: "may", words: "Access granted" },
  declined: { icon: "not", state: "not", words: "Access declined" },
  withdrawn: { icon: "note", state: "note", words: "Request withdrawn" },
  ended: { icon: "clock", state: "note", words: "Access ended" },
  refused: { icon: "alert", state: "gap", words: "Approval refused" },
};

function accessWords({ what, model, person, by, reason, why }: EventOf<"access">): RowWords {
  const said = what === "asked" && reason !== null ? `“${reason}”` : (why ?? "");
  return {
    ...EMPTY,
    ...ACCESS[what],
    model: model === null ? "" : spelledName(model),
    person: person ?? "",
    where: by.length === 0 ? "" : `by ${by.join(" and ")}`,
    why: said,
  };
}

function servedWords(event: EventOf<"served">): RowWords {
  const { person, service, ended, verdict, because, modelAsServed } = event;
  const said = {
    ...EMPTY,
    model: modelOf({ ...event, modelAsSent: modelAsServed }),
    person: person ?? "",
    where: service,
  };
  if (ended) return { ...said, ...BAR, words: "Reply ended", why: because };
  if (verdict === "other")
    return {
      ...said,
      icon: "alert",
      state: "conditions",
      words: "Other model",
      why: "Not the model that was asked for answered.",
    };
  return {
    ...said,
    words: "Answered",
    why: verdict === "unknown" ? "Which model it is cannot be told." : "",
  };
}

/** What was pruned in a sentence. */
export function prunedSentence({ count, first, last, why }: EventOf<"pruned">): string {
  const reason = { age: "too old", permits: "permitted, and old", size: "the file grew too large" }[why];
  return `The content of ${counted(count, "event")} from ${first} to ${last} is not kept any more: ${reason}.`;
}

/** What was erased in a sentence. */
export function erasedSentence({ count, first, last, why }: EventOf<"erased">): string {
  const reason = { age: "it was too old", asked: "it was asked for" }[why];
  return `The sealed text of ${counted(count, "event")} from ${first} to ${last} can be read by nobody any more: ${reason}.`;
}

/** A gap in a sentence. */
export function gapSentence({ what, count, host }: EventOf<"gap">): string {
  const events = `${counted(count, "event")} not recorded one by one.`;
  const sentences = {
    unseen_socket: `${counted(count, "socket")} to ${host ?? "an unknown host"} that no page opened, stopped.`,
    agent_away: `the agent was away. ${events}`,
    outbox_full: `there was no more room. ${events}`,
    event_refused: `${counted(count, "record")} could not be read, and not kept.`,
    not_forwarded: `${counted(count, "event")} removed before a receiver had them.`,
  };
  return `Gap: ${sentences[what]}`;
}

/** The model of an event for people: its name, or what is known of it. */
export function modelOf({
  model,
  mayBe,
  modelAsSent,
}: {
  readonly model: string | null;
  readonly mayBe: readonly string[] | null;
  readonly modelAsSent: string | null;
}): string {
  if (model !== null) return spelledName(model);
  const sent = modelAsSent ?? "Not named";
  if (mayBe === null || mayBe.length === 0) return sent;
  const [first = "", ...others] = mayBe;
  return `${sent}, may be ${others.length === 0 ? spelledName(first) : `one of ${mayBe.length}`}`;
}
