import type { AskedAbout } from "../../shared/catalog/asked-about.ts";
import { type Asked, askedBy } from "../../shared/policy/asked.ts";
import type { Found } from "../../shared/policy/data/finder.ts";
import { type ClassCount, countsOf } from "../../shared/policy/data/redaction.ts";
import { fingerprintOf } from "../../shared/policy/fingerprint.ts";
import type { Step } from "../../shared/schema/asking.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Decision, Obligation } from "../../shared/schema/decision.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import type { CallFacts } from "./approvals.ts";
import type { Carried } from "./carried.ts";
import type { Posture } from "./posture.ts";

/** Where a call comes from, and a second look at it for what only a question needs. */
export interface Sent {
  /** -1: from a worker that belongs to none. */
  readonly tab: number;
  readonly about: () => AskedAbout;
  /** What goes along besides the prompt. */
  readonly carried: Carried;
}

/** What is still to do before a permitted call goes out. */
export interface Asks extends Asked {
  /** The steps that the person has not taken yet. Empty: they have, and only the replacing is left. */
  readonly outstanding: readonly Step[];
  /** What is to be replaced. */
  readonly found: readonly ClassCount[];
  readonly facts: CallFacts;
}

/** Classes of data in a call; `classes` null: nobody can tell (P5). */
export interface DataFound {
  readonly classes: readonly string[] | null;
  readonly found: readonly Found[];
}

/** A decision with what is asked; `asks` null where nothing is, or nothing would help. */
export interface Settled {
  readonly decision: Decision;
  readonly asks: Asks | null;
}

const UNKNOWN: DataFound = { classes: null, found: [] };
const NONE: DataFound = { classes: [], found: [] };

/** Looks for data where a rule of this person asks for it. */
export function dataIn(posture: Posture, recognition: Recognition, { about }: Sent): DataFound {
  if ((posture.clearance?.dataClasses.length ?? 0) === 0 || !recognition.inspectable) return UNKNOWN;
  if (!posture.finder.isWhole) return UNKNOWN;
  const { prompt, operation } = recognition;
  if (prompt === null) return operation === "conversation_create" || about().isEmpty ? NONE : UNKNOWN;
  const found = posture.finder.find(prompt);
  return { classes: [...new Set(found.map(({ of }) => of.name))], found };
}

/** What tells this call from others. */
export function factsOf(recognition: Recognition, person: string, { tab, about }: Sent): CallFacts {
  const { service, model, prompt, attachments } = recognition;
  return {
    person,
    tab,
    service,
    model,
    conversation: () => about().conversation,
    namesConversation: () => about().namesConversation,
    text: () => fingerprintOf([prompt, attachments]),
  };
}

/** Holds a permitted call until what policy asks for is done (P1). */
export function settleSteps(
  posture: Posture,
  clearance: Clearance,
  decision: Decision,
  facts: CallFacts,
  data: DataFound,
  time: number,
): Settled {
  if (decision.effect === "deny") return { decision, asks: null };
  const asked = askedBy(clearance, decision);
  if (asked === null) return { decision, asks: null };
  const isTaken = (step: Step): boolean => posture.answers.covers(facts, step, asked.rules, time);
  const found = data.found.filter(({ of }) => asked.redacted.includes(of.name));
  const redacts = asked.steps.includes("redact") && (data.classes === null || found.length > 0);
  if (redacts && data.classes === null) return { decision: held(decision, UNREAD), asks: null };
  const steps = asked.steps.filter((step) => (step === "redact" ? redacts : !isTaken(step)));
  if (steps.length === 0) return { decision, asks: null };
  const outstanding = steps.filter((step) => !isTaken(step));
  const because = writtenBy(clearance, asked.rules) ?? WORDS[steps.at(-1) ?? "warn"];
  return {
    decision: held(decision, because),
    asks: { ...asked, outstanding, found: countsOf(found), facts },
  };
}

/** The decision on what has been sent already: what it asks for was done before, or comes too late (P1). */
export function whereCarriedOut(decision: Decision, met: readonly Obligation[]): Decision {
  const late = decision.obligations.filter((one) => one !== "notify" && !met.includes(one));
  return late.length === 0 || decision.effect === "deny" ? decision : held(decision, unkept(late));
}

/** A permit that does not stand, since what it asks for is not done. */
export function held(decision: Decision, because: string): Decision {
  return { ...decision, effect: "deny", ground: "obligation", because };
}

/** The policy's own words on why it asks. */
function writtenBy({ rules }: Clearance, ids: readonly string[]): string | null {
  return rules.find(({ id, because }) => ids.includes(id) && because !== null)?.because ?? null;
}

const WORDS: Readonly<Record<Step, string>> = {
  warn: "Your company asks you to stop and think before this is sent.",
  justify: "Your company asks for a reason before this is sent.",
  redact: "Your company has some details replaced before this is sent.",
};

const UNREAD =
  "Your company has some details replaced before anything is sent, and this call can’t be read to do it.";

function unkept(obligations: readonly Obligation[]): string {
  return `Your company asks for a step before this is sent (${obligations.join(", ")}) that this version of Lanyard cannot take yet.`;
}
