import { accessWords, deniedAnswer, type Answer } from "../design/answer.ts";
import { decisionFacts } from "../design/decision-facts.ts";
import type { Fact } from "../design/facts.tsx";
import { words, type WordKey } from "../design/words.ts";
import type { BlockedState, Outcome } from "../../shared/wire/blocked.ts";
import type { Notice, Protection } from "../../shared/wire/screen.ts";

/** What the page says instead of the one that the person wanted. */
export interface Reply {
  /** Null while nothing has been decided. */
  readonly answer: Answer | null;
  readonly title: string;
  readonly text: string;
  readonly instead: readonly string[];
  readonly access: readonly string[];
  readonly facts: readonly Fact[];
}

const UNDECIDED: Readonly<Record<Protection, { readonly title: WordKey; readonly text: WordKey }>> = {
  starting: { title: "blockedStarting", text: "blockedStartingText" },
  no_clearance: { title: "blockedNobody", text: "blockedNobodyText" },
  agent_away: { title: "blockedAway", text: "blockedAwayText" },
  degraded: { title: "blockedUnknown", text: "blockedUnknownText" },
  protected: { title: "blockedUnknown", text: "blockedUnknownText" },
};

/** What is said after a question, of the model or host, and of the host. */
const SETTLED: Readonly<Record<Outcome, { readonly title: WordKey; readonly text: WordKey }>> = {
  declined: { title: "notSentTo", text: "notSentDeclined" },
  over: { title: "notSentTo", text: "notSentOver" },
  unasked: { title: "notSentTo", text: "notSentHere" },
  again: { title: "sendAgain", text: "sendAgainText" },
  opening: { title: "opensNow", text: "answerRecorded" },
  opened: { title: "wasSentTo", text: "wasSentText" },
};

/** The reply to a stopped navigation: why, what to use instead, what would give access; ids last, for IT. */
export function replyTo(state: BlockedState): Reply {
  if (typeof state.asked === "string") return settled(state.asked, state);
  return state.notice === null ? undecided(state) : denied(state.notice, state.address);
}

function undecided({ protection, address }: BlockedState): Reply {
  const { title, text } = UNDECIDED[protection];
  const place = address === null ? words("thisPage") : hostOf(address);
  return {
    answer: null,
    title: words(title, place),
    text: words(text, place),
    instead: [],
    access: [],
    facts: addressFact(address),
  };
}

function denied(notice: Notice, address: string | null): Reply {
  const { decision, host, modelName, alternative } = notice;
  return {
    answer: deniedAnswer(decision.missing, decision.ground),
    title: words("cannotOpen", modelName ?? host),
    text: `${decision.because} ${words("nothingSentTo", host)}`,
    instead: alternative === null ? [] : [alternative.name],
    access: accessWords(decision.missing),
    facts: [...addressFact(notice.address ?? address), ...decisionFacts(notice)],
  };
}

function settled(outcome: Outcome, { notice, address }: BlockedState): Reply {
  const { title, text } = SETTLED[outcome];
  const host = notice?.host ?? (address === null ? words("thisPage") : hostOf(address));
  const because = outcome === "unasked" && notice !== null ? `${notice.decision.because} ` : "";
  return {
    answer: notice === null ? null : answerAfter(outcome, notice),
    title: words(title, notice?.modelName ?? host),
    text: because + words(text, host),
    instead: [],
    access: [],
    facts: [...addressFact(notice?.address ?? address), ...(notice === null ? [] : decisionFacts(notice))],
  };
}

function answerAfter(outcome: Outcome, { decision }: Notice): Answer {
  if (outcome === "again") return { state: "may", words: words("stateMay") };
  return deniedAnswer(decision.missing, decision.ground);
}

function addressFact(address: string | null): readonly Fact[] {
  return address === null ? [] : [{ name: words("address"), values: [address] }];
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
