import type { Notice } from "../../shared/wire/screen.ts";

/** Denials of one model on one host for one reason that are nearer to each other than this are told as one. Milliseconds. */
export const TOGETHER = 5_000;

/** What the notice tells: the newest denial, how many it stands for, and whether the person closed it. */
export interface Told {
  readonly notice: Notice;
  readonly count: number;
  readonly closed: boolean;
}

/**
 * Adds a denial to what is told. A page that tries again and again makes a count, never a pile,
 * and does not reopen a notice that was closed: only a denial that comes later, or of something else, does.
 */
export function gather(before: Told | null, notice: Notice): Told {
  if (before === null || !belongTogether(before.notice, notice)) return { notice, count: 1, closed: false };
  return { notice, count: before.count + 1, closed: before.closed };
}

function belongTogether(earlier: Notice, later: Notice): boolean {
  return (
    earlier.host === later.host &&
    earlier.modelName === later.modelName &&
    earlier.decision.model === later.decision.model &&
    earlier.decision.because === later.decision.because &&
    later.time - earlier.time < TOGETHER
  );
}
