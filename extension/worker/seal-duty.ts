import type { Operation } from "../../shared/schema/action.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import type { Reviewers } from "../../shared/schema/reviewer.ts";
import { SEALED_LIMIT } from "../../shared/schema/sealed-content.ts";
import type { Posture } from "./posture.ts";
import type { Sent } from "./steps.ts";

/** What a decision asks to be kept: `problem` says in a sentence why it cannot be, and then the call may not go out (P1). */
export interface SealDuty {
  /** Whom the text is sealed to; null: nothing is to be sealed. */
  readonly to: Reviewers | null;
  readonly problem: string | null;
}

const NOTHING: SealDuty = { to: null, problem: null };

/** Looks whether the text of a permitted call can be kept, before anything of it has gone out. */
export function sealDuty(
  posture: Posture,
  { reviewers }: Clearance,
  { effect, obligations }: Decision,
  { prompt, inspectable, operation }: Recognition,
  sent: Sent,
): SealDuty {
  if (effect === "deny" || !obligations.includes("seal")) return NOTHING;
  if (reviewers === undefined || reviewers.keys.length < reviewers.needed) return refused(NOBODY);
  if (sent.carried === "line") return refused(SPOKEN);
  if (!inspectable) return refused(UNREAD);
  if (prompt === null) return withoutText(operation, sent);
  if (isTooLong(prompt)) return refused(TOO_LONG);
  if (!posture.seals) return refused(BROKEN);
  return posture.keepsContent ? { to: reviewers, problem: null } : refused(NO_ROOM);
}

function refused(problem: string): SealDuty {
  return { to: null, problem };
}

/** A call that says nothing has nothing to keep; of any other one nobody knows what it says. */
function withoutText(operation: Operation, { carried, about }: Sent): SealDuty {
  if (carried === "sound") return refused(SPOKEN);
  const isQuiet = carried === "nothing" || operation === "conversation_create" || about().isEmpty;
  return isQuiet ? NOTHING : refused(UNREAD);
}

/** A character is three bytes at the most, so most texts need not be counted. */
function isTooLong(text: string): boolean {
  return text.length * 3 > SEALED_LIMIT && new TextEncoder().encode(text).length > SEALED_LIMIT;
}

const KEPT = "Your company keeps the text of such calls for its reviewers, and";
const NOBODY = `${KEPT} has named none who could read it.`;
const UNREAD = `${KEPT} this call can’t be read to keep it.`;
const SPOKEN = `${KEPT} what is spoken can’t be kept. Write it instead.`;
const TOO_LONG = `${KEPT} this text is longer than can be kept (${SEALED_LIMIT / 1_000} kB). Send it in parts.`;
const BROKEN = `${KEPT} this browser failed to encrypt one. Start it anew, and tell your IT if this stays.`;
const NO_ROOM = `${KEPT} there is no more room to keep it here until the Lanyard agent answers.`;
