import type { AccessAsked } from "../../shared/wire/access.ts";
import type { Answer } from "./answer.ts";
import { moment, span } from "./times.ts";
import { words } from "./words.ts";

/** Seconds are counted below this; above, a line a minute is enough. */
const HOUR = 3_600_000;

const OVER = { declined: "askedDeclined", withdrawn: "askedWithdrawn", ended: "askedEnded" } as const;

/** How a request stands, as a state and its words. */
export function askedAnswer({ state, by, from, ends }: AccessAsked, now: number): Answer {
  if (state === "sent") return { state: "conditions", words: words("askedSent") };
  if (state === "waiting")
    return { state: "conditions", words: words(by === null ? "askedWaiting" : "askedSecond") };
  if (state !== "approved") return { state: "not", words: words(OVER[state]) };
  return from > now
    ? { state: "conditions", words: words("askedFrom", moment(from, now)) }
    : { state: "may", words: words("askedApproved", moment(ends ?? now, now)) };
}

/** How long a grant still lasts: "Ends in 12 min". Null: it is none, or its time is over. */
export function endsIn({ state, ends }: AccessAsked, now: number): string | null {
  if (state !== "approved" || ends === null || ends <= now) return null;
  const left = ends - now;
  const seconds = Math.floor(left / 1_000);
  if (left >= HOUR) return words("endsIn", span(left));
  return words("endsInExactly", Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0"));
}
