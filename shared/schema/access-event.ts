import * as z from "zod/mini";
import { eventHead } from "./event-head.ts";
import { Moment, Name, Sentence } from "./text.ts";

/**
 * What became of a request for access, or of a grant. `confirmed`: the first of two approvers has signed. `refused`: an
 * answer that claims to approve and does not count; `why` says which rule it breaks.
 */
export const AccessEvent = z.strictObject({
  ...eventHead,
  kind: z.literal("access"),
  what: z.enum(["asked", "confirmed", "approved", "declined", "withdrawn", "ended", "refused"]),
  /** Id of the request, which is that of its grant too. */
  request: Name,
  person: z.nullable(Name),
  model: z.nullable(Name),
  /** One of the policy's. */
  purpose: z.nullable(Name),
  /** In the person's own words. */
  reason: z.nullable(Sentence),
  /** What was asked for, or is granted. */
  from: z.nullable(Moment),
  until: z.nullable(Moment),
  /** Who signed the answer. */
  by: z.array(Name),
  why: z.nullable(Sentence),
});
export type AccessEvent = z.infer<typeof AccessEvent>;
