import * as z from "zod/mini";
import { Action } from "../schema/action.ts";
import { Moment, Name, Sentence } from "../schema/text.ts";

/** Longest reason for a request, in characters. */
export const LONGEST_REQUEST_REASON = 2_000;

/** Given by who asks, once: asking again under the same id is harmless. Nobody can guess it. */
export const RequestId = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

/**
 * How a request stands. `sent`: on its way to who decides; `waiting`: it is there; `ended`: the grant's time is over, or
 * nobody decided while it mattered.
 */
export const AccessStanding = z.enum(["sent", "waiting", "approved", "declined", "withdrawn", "ended"]);
export type AccessStanding = z.infer<typeof AccessStanding>;

/** One request of the person, and what became of it. */
export const AccessAsked = z.strictObject({
  id: RequestId,
  model: Name,
  /** Left out: every action that the rules leave open otherwise. */
  action: z.optional(Action),
  /** One of the policy's; null where it has none. */
  purpose: z.nullable(Name),
  reason: z.string().check(z.maxLength(LONGEST_REQUEST_REASON)),
  asked: Moment,
  from: Moment,
  until: Moment,
  state: AccessStanding,
  /** Who decided; while it waits for a second approver, the first. */
  by: z.nullable(Name),
  /** Why it was declined or ended, in a sentence. */
  why: z.nullable(Sentence),
  /** Id of the grant; null: none. */
  grant: z.nullable(Name),
  /** When the grant ends; null: there is none. */
  ends: z.nullable(Moment),
});
export type AccessAsked = z.infer<typeof AccessAsked>;

/** What the person may ask for, and what they asked for, newest first. */
export const AccessState = z.strictObject({
  requests: z.array(AccessAsked),
  /** Models that may be asked for, `*` standing for any characters. */
  models: z.array(Name),
  /** Milliseconds. */
  longest: z.number(),
  /** How many people there are who may approve: names are no business of a page. */
  approvers: z.number(),
  /** False: requests are recorded and sent nowhere. */
  routes: z.boolean(),
  purposes: z.array(z.strictObject({ id: Name, name: Name })),
});
export type AccessState = z.infer<typeof AccessState>;

/** From the extension to the agent: what a person asks for. */
export const AskAccess = z.strictObject({
  type: z.literal("ask_access"),
  id: RequestId,
  model: Name,
  purpose: z.nullable(Name),
  reason: z.string().check(z.minLength(1), z.maxLength(LONGEST_REQUEST_REASON)),
  until: Moment,
});
export type AskAccess = z.infer<typeof AskAccess>;

/** From the extension to the agent: a request is withdrawn, or its grant given back. */
export const WithdrawAccess = z.strictObject({ type: z.literal("withdraw_access"), id: RequestId });
export type WithdrawAccess = z.infer<typeof WithdrawAccess>;
