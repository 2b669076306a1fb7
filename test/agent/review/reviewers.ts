import { seal } from "../../../extension/worker/sealing.ts";
import { newReviewerKey, type ReviewerKey } from "../../../agent/review/reviewer-key.ts";
import type { SealedEvent } from "../../../agent/review/sealed-event.ts";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import type { Reviewers } from "../../../shared/schema/reviewer.ts";
import type { WrappedKeys } from "../../../shared/schema/sealed-content.ts";
import { decisionEvent } from "../sample-events.ts";

export const PASSPHRASE = "correct horse battery staple";

/** scrypt's least work: a test opens many keys. */
const QUICK = 1;

/** So many reviewers with their keys, called r0, r1, … as policy has them. */
export async function reviewersOf(
  count: number,
  needed: 1 | 2,
): Promise<{
  readonly keys: readonly ReviewerKey[];
  readonly files: readonly string[];
  readonly named: Reviewers;
}> {
  const made = await Promise.all(Array.from({ length: count }, () => newReviewerKey(PASSPHRASE, QUICK)));
  const keys = made.map(({ key }) => key);
  const named = { needed, keys: keys.map((key, n) => ({ name: `r${n}`, key: key.public })) };
  return { keys, files: made.map(({ file }) => file), named };
}

/** A permitted call whose text is sealed, as the extension sends it. */
export async function sealedDecision(
  id: string,
  text: string,
  to: Reviewers,
  fields: Partial<DecisionEvent> = {},
): Promise<{ readonly event: DecisionEvent; readonly wrapped: WrappedKeys }> {
  const { content, wrapped } = await seal(text, to);
  const event = decisionEvent(id, { effect: "permit", obligations: ["seal"], sealed: content, ...fields });
  return { event, wrapped };
}

/** A sealed text as a journal gives it to whoever opens it. */
export async function sealedEvent(text: string, to: Reviewers, sequence = 7): Promise<SealedEvent> {
  const { content, wrapped } = await seal(text, to);
  return {
    origin: "lanyard/test",
    sequence,
    id: "event-0007",
    content: { ...content, jwe: content.jwe ?? "" },
    wrapped,
  };
}
